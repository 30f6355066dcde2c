import type { SearchEntry } from '../search-index.ts'
import { wordsOf } from './words.ts'

/** Stands between two fields, so that no phrase reaches from one into the next. */
export const EDGE = 0
// A letter of the private use area: no query can say what it begins, for `wordsOf` drops it.
const FACET = '\ue001'

/** Some entries as columns of numbers. Words and rows are counted on from the chunk before. */
export interface Chunk {
  readonly firstWord: number
  readonly firstRow: number
  /** Words that no chunk before has. */
  readonly words: readonly string[]
  /** The words of all entries by their numbers, entry after entry, with what they can be filtered by. */
  readonly tokens: Uint32Array
  /** Where each entry's tokens end. */
  readonly ends: Uint32Array
  /** How many words each has in its texts. */
  readonly lengths: Uint16Array
  readonly bytes: Float64Array
  readonly ids: readonly string[]
  readonly cids: readonly string[]
  /** Rows, also of earlier chunks, that are not to be found any more. */
  readonly gone: readonly number[]
  readonly mark: number | undefined
}

/** The numbers that a chunk begins with. */
export interface Start {
  readonly word: number
  readonly row: number
}

export function chunkOf(
  entries: readonly SearchEntry[],
  gone: readonly number[],
  mark: number | undefined,
  start: Start,
  known: ReadonlyMap<string, number>,
): Chunk {
  const added = new Map<string, number>()
  const numberOf = (word: string): number => {
    const number = known.get(word) ?? added.get(word) ?? start.word + added.size
    if (number === start.word + added.size) added.set(word, number)
    return number
  }
  const [tokens, ends, lengths] = [[] as number[], new Uint32Array(entries.length), new Uint16Array(entries.length)]
  for (const [row, entry] of entries.entries()) {
    for (const field of [entry.name, ...entry.tags, entry.description ?? '']) {
      const said = wordsOf(field)
      lengths[row] = (lengths[row] as number) + said.length
      for (const word of said) tokens.push(numberOf(word))
      tokens.push(EDGE)
    }
    for (const facet of facetsOf(entry)) tokens.push(numberOf(facet))
    ends[row] = tokens.length
  }
  return {
    firstWord: start.word,
    firstRow: start.row,
    words: [...added.keys()],
    tokens: Uint32Array.from(tokens),
    ends,
    lengths,
    bytes: Float64Array.from(entries, ({ bytes }) => bytes),
    ids: entries.map(({ id }) => id),
    cids: entries.map(({ cid }) => cid),
    gone,
    mark,
  }
}

function facetsOf({ mediaType, tags }: SearchEntry): string[] {
  return [typeFacet(mediaType), typeFacet(`${mediaType.split('/')[0]}/*`), ...tags.map(tagFacet)]
}

export function typeFacet(type: string): string {
  return `${FACET}type ${type}`
}

export function tagFacet(tag: string): string {
  return `${FACET}tag ${tag}`
}

/** Two chunks, one after the other, as one. */
export function joined(a: Chunk, b: Chunk): Chunk {
  const tokens = new Uint32Array(a.tokens.length + b.tokens.length)
  tokens.set(a.tokens)
  tokens.set(b.tokens, a.tokens.length)
  const ends = new Uint32Array(a.ends.length + b.ends.length)
  ends.set(a.ends)
  ends.set(
    b.ends.map((end) => end + a.tokens.length),
    a.ends.length,
  )
  const lengths = new Uint16Array(ends.length)
  lengths.set(a.lengths)
  lengths.set(b.lengths, a.lengths.length)
  const bytes = new Float64Array(ends.length)
  bytes.set(a.bytes)
  bytes.set(b.bytes, a.bytes.length)
  return {
    firstWord: a.firstWord,
    firstRow: a.firstRow,
    words: [...a.words, ...b.words],
    tokens,
    ends,
    lengths,
    bytes,
    ids: [...a.ids, ...b.ids],
    cids: [...a.cids, ...b.cids],
    gone: [...a.gone, ...b.gone],
    mark: b.mark ?? a.mark,
  }
}

/** Whether this can be a chunk that follows so many words and rows. What was stored may be damaged, or of another release. */
export function follows(chunk: Chunk, { word, row }: Start): boolean {
  try {
    const count = chunk.ids.length
    const numbers = word + chunk.words.length
    return (
      chunk.firstWord === word &&
      chunk.firstRow === row &&
      [chunk.words, chunk.ids, chunk.cids].flat().every((text) => typeof text === 'string') &&
      [chunk.ends, chunk.lengths, chunk.bytes, chunk.cids].every(({ length }) => length === count) &&
      chunk.ends.every((end, row) => end >= (chunk.ends[row - 1] ?? 0)) &&
      (chunk.ends.at(-1) ?? 0) === chunk.tokens.length &&
      chunk.tokens.every((token) => token < numbers) &&
      chunk.gone.every((one) => one < row + count)
    )
  } catch {
    return false
  }
}
