import type { SearchEntry } from '../search-index.ts'
import { chunkOf, EDGE, joined, type Chunk, type Start } from './chunk.ts'
import { Postings } from './postings.ts'

/** A chunk, and the place in the list from which it stands in for what was there. */
export interface Change {
  readonly at: number
  readonly chunk: Chunk
}

/** Entries as columns of numbers, some seventy bytes each, in a list of chunks that only grows. */
export class Columns {
  readonly chunks: Chunk[] = []
  /** Words by their numbers. */
  readonly words: string[] = ['']
  readonly #numbers = new Map<string, number>([['', EDGE]])
  readonly #rows = new Map<string, number>()
  readonly #gone = new Set<number>()
  readonly #postings = new WeakMap<Chunk, Postings>()
  #count = 0
  #lengths = 0

  get rows(): number {
    return this.#count
  }

  /** Entries that can be found. */
  get size(): number {
    return this.#rows.size
  }

  get averageWords(): number {
    return Math.max(1, this.#lengths / Math.max(1, this.size))
  }

  get mark(): number | undefined {
    return this.chunks.findLast(({ mark }) => mark !== undefined)?.mark
  }

  /** Of a chunk. Made when it is first searched. */
  postings(at: number): Postings {
    const chunk = this.chunks[at] as Chunk
    const known = this.#postings.get(chunk) ?? new Postings(chunk, this.words.length)
    this.#postings.set(chunk, known)
    return known
  }

  /** How many entries have one of these words, about. */
  count(words: readonly number[]): number {
    return this.chunks.reduce((sum, _, at) => sum + this.postings(at).count(words), 0)
  }

  isGone(row: number): boolean {
    return this.#gone.has(row)
  }

  idOf(row: number): string {
    const chunk = this.#chunkOf(row)
    return chunk.ids[row - chunk.firstRow] as string
  }

  numberOf(word: string): number | undefined {
    return this.#numbers.get(word)
  }

  /** What it takes to hold these entries and to lose those ids. Nothing is changed yet. */
  plan(entries: readonly SearchEntry[], removed: readonly string[], mark: number | undefined): Change {
    const latest = new Map<string, SearchEntry>()
    for (const entry of entries) if (!this.#holds(entry)) latest.set(entry.id, entry)
    const gone = [...latest.keys(), ...removed].flatMap((id) => this.#rows.get(id) ?? [])
    let chunk = chunkOf([...latest.values()], gone, mark, this.startOf(this.chunks.length), this.#numbers)
    let at = this.chunks.length
    // Each is at least twice as large as the next: there are few, and an entry is copied a few times in its life.
    for (let last = this.chunks[at - 1]; last && sizeOf(last) <= 2 * sizeOf(chunk); last = this.chunks[at - 1]) {
      chunk = joined(last, chunk)
      at--
    }
    return { at, chunk }
  }

  /** Where the chunk at this place begins. */
  startOf(place: number): Start {
    const last = this.chunks[place - 1]
    if (!last) return { word: EDGE + 1, row: 0 }
    return { word: last.firstWord + last.words.length, row: last.firstRow + last.ids.length }
  }

  /** Takes a chunk in the place of those from there on, whose rows it has and perhaps more. */
  take({ at, chunk }: Change): void {
    this.chunks.splice(at, Infinity, chunk)
    for (const word of chunk.words.slice(this.words.length - chunk.firstWord)) {
      this.#numbers.set(word, this.words.length)
      this.words.push(word)
    }
    const known = this.#count - chunk.firstRow
    for (const [i, id] of chunk.ids.entries()) {
      if (i < known) continue
      this.#rows.set(id, this.#count++)
      this.#lengths += chunk.lengths[i] as number
    }
    for (const row of chunk.gone) this.#forget(row)
  }

  /** The very same: records are read again more often than they change. */
  #holds(entry: SearchEntry): boolean {
    const row = this.#rows.get(entry.id)
    if (row === undefined) return false
    const { firstRow, tokens, ends, bytes, cids } = this.#chunkOf(row)
    const at = row - firstRow
    const there = tokens.subarray(ends[at - 1] ?? 0, ends[at])
    const here = chunkOf([entry], [], undefined, this.startOf(this.chunks.length), this.#numbers).tokens
    const isSameText = here.length === there.length && here.every((token, i) => token === there[i])
    return isSameText && bytes[at] === entry.bytes && cids[at] === entry.cid
  }

  #forget(row: number): void {
    if (this.#gone.has(row)) return
    this.#gone.add(row)
    const chunk = this.#chunkOf(row)
    const id = chunk.ids[row - chunk.firstRow] as string
    if (this.#rows.get(id) === row) this.#rows.delete(id)
    this.#lengths -= chunk.lengths[row - chunk.firstRow] as number
  }

  #chunkOf(row: number): Chunk {
    return this.chunks.find(({ firstRow, ids }) => row < firstRow + ids.length) as Chunk
  }
}

function sizeOf({ ids, gone }: Chunk): number {
  return ids.length + gone.length + 1
}
