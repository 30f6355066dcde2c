import type { SearchOptions } from '../search-index.ts'
import { tagFacet, typeFacet } from './chunk.ts'
import type { Columns } from './columns.ts'
import type { Term } from './words.ts'

/** A term of a query, or a filter, by the numbers of words. */
export interface Part {
  readonly bit: number
  /** One of these... */
  readonly words: readonly number[]
  /** ...after all of these. */
  readonly before: readonly number[]
}

/** What is looked for, as bits: one for each term and each filter. */
export interface Wanted {
  readonly parts: readonly Part[]
  /** By a word's number: the bits of the parts that it may be the end of. */
  readonly bits: Uint32Array
  /** The bits of those that have more than one word. */
  readonly phrases: number
  readonly all: number
}

// A word that nobody has is none of the numbers that occur.
const UNKNOWN = -1

export function wantedOf(columns: Columns, terms: readonly Term[], { mediaType, tag }: SearchOptions): Wanted {
  const numberOf = (word: string): number => columns.numberOf(word) ?? UNKNOWN
  const ends = terms.map(({ words, prefix }) => {
    const last = words.at(-1) as string
    return {
      words: prefix ? beginningWith(columns.words, last) : [numberOf(last)],
      before: words.slice(0, -1).map(numberOf),
    }
  })
  const facets = [
    ...(mediaType === undefined ? [] : [typeFacet(mediaType)]),
    ...(tag === undefined ? [] : [tagFacet(tag)]),
  ]
  const parts = [...ends, ...facets.map((facet) => ({ words: [numberOf(facet)], before: [] }))].map((part, i) => ({
    ...part,
    bit: 1 << i,
  }))
  const bits = new Uint32Array(columns.words.length)
  for (const { words, bit } of parts)
    for (const word of words) if (word !== UNKNOWN) bits[word] = (bits[word] as number) | bit
  const phrases = parts.reduce((all, { bit, before }) => (before.length > 0 ? all | bit : all), 0)
  return { parts, bits, phrases, all: 2 ** parts.length - 1 }
}

function beginningWith(words: readonly string[], start: string): number[] {
  const found: number[] = []
  for (let number = 1; number < words.length; number++) if (words[number]?.startsWith(start)) found.push(number)
  return found
}

/** The bits of the parts that end at this token. */
export function bitsAt(tokens: Uint32Array, at: number, { bits, phrases, parts }: Wanted): number {
  let has = bits[tokens[at] as number] as number
  if ((has & phrases) === 0) return has
  for (const { bit, before } of parts) {
    if ((has & bit) !== 0 && !before.every((word, i) => tokens[at - before.length + i] === word)) has &= ~bit
  }
  return has
}
