import type { Found, SearchOptions } from '../search-index.ts'
import type { Chunk } from './chunk.ts'
import type { Columns } from './columns.ts'
import type { Postings } from './postings.ts'
import { score, weight } from './rank.ts'
import { Top } from './top.ts'
import { bitsAt, wantedOf, type Part, type Wanted } from './wanted.ts'
import type { Term } from './words.ts'

/** Is told of each entry that fits: its chunk, its place there, and how often it has each part of what is wanted. */
type Visit = (chunk: Chunk, at: number, times: Uint8Array) => void

/** The best entries for some words, by BM25 over all that have them. */
export function findRanked(columns: Columns, terms: readonly Term[], options: SearchOptions): Found {
  const { offset = 0, limit = 20 } = options
  const wanted = wantedOf(columns, terms, options)
  const weights = wanted.parts.slice(0, terms.length).map(({ words }) => weight(columns.count(words), columns.size))
  const average = columns.averageWords
  const best = new Top<number>(offset + limit)
  let total = 0
  visitAll(columns, wanted, options, (chunk, at, times) => {
    let rank = 0
    const length = chunk.lengths[at] as number
    for (let i = 0; i < weights.length; i++) rank += (weights[i] as number) * score(times[i] as number, length, average)
    best.offer(rank, chunk.firstRow + at)
    total++
  })
  return { total, exact: true, ids: best.values.slice(offset).map((row) => columns.idOf(row)) }
}

/** Without words: the newest first. */
export function findNewest(columns: Columns, options: SearchOptions): Found {
  const { offset = 0, limit = 20 } = options
  const rows: number[] = []
  visitAll(columns, wantedOf(columns, [], options), options, (chunk, at) => void rows.push(chunk.firstRow + at))
  const page = rows.reverse().slice(offset, offset + limit)
  return { total: rows.length, exact: true, ids: page.map((row) => columns.idOf(row)) }
}

/** In the order in which they were put. */
function visitAll(columns: Columns, wanted: Wanted, options: SearchOptions, visit: Visit): void {
  const times = new Uint8Array(wanted.parts.length)
  for (const [i, chunk] of columns.chunks.entries()) {
    const look = (at: number): void => {
      if (!fits(chunk, at, options) || columns.isGone(chunk.firstRow + at)) return
      if (count(chunk, at, wanted, times) === wanted.all) visit(chunk, at, times)
    }
    const rarest = rarestOf(wanted.parts, columns.postings(i))
    if (rarest === undefined) for (let at = 0; at < chunk.ends.length; at++) look(at)
    else for (const at of columns.postings(i).places(rarest.words)) look(at)
  }
}

function rarestOf(parts: readonly Part[], postings: Postings): Part | undefined {
  const counts = parts.map(({ words }) => postings.count(words))
  return parts[counts.indexOf(Math.min(...counts))]
}

/** Counts how often an entry has each part, and returns the bits of those that it has. */
function count({ tokens, ends }: Chunk, at: number, wanted: Wanted, times: Uint8Array): number {
  let all = 0
  times.fill(0)
  const end = ends[at] as number
  for (let token = ends[at - 1] ?? 0; token < end; token++) {
    const has = bitsAt(tokens, token, wanted)
    if (has === 0) continue
    all |= has
    for (let i = 0; i < times.length; i++) times[i] = (times[i] as number) + ((has >> i) & 1)
  }
  return all
}

function fits({ bytes, cids }: Chunk, at: number, { cid, minBytes = 0, maxBytes = Infinity }: SearchOptions): boolean {
  const size = bytes[at] as number
  return size >= minBytes && size <= maxBytes && (cid === undefined || cids[at] === cid)
}
