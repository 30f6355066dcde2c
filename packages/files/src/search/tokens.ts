import type { SearchEntry, SearchOptions } from '../search-index.ts'
import { wordsOf } from './words.ts'

// Letters of the private use area begin what is no word of a text: no query can say them, for `wordsOf` drops them.
const REPEATED = '\ue000'
const FACET = '\ue001'
const EDGE = '\ue002'
const MAX_TIMES = 15

/** An entry as the engine indexes it. */
export interface Tokens {
  readonly text: string
  /** How many words it has. */
  readonly length: number
  /** Words that it has more than once, and how often. */
  readonly repeated: Readonly<Record<string, number>>
}

export function tokensOf(entry: SearchEntry): Tokens {
  const fields = [entry.name, ...entry.tags, entry.description ?? ''].map(wordsOf)
  const times = new Map<string, number>()
  for (const word of fields.flat()) times.set(word, (times.get(word) ?? 0) + 1)
  const repeated = [...times]
    .filter(([, count]) => count > 1)
    .map(([word, count]) => [word, Math.min(count, MAX_TIMES)])
  // An edge between fields: a phrase does not reach from one into the next.
  const text = fields.map((words) => words.join(' ')).join(` ${EDGE} `)
  const marks = repeated.map(([word]) => REPEATED + word)
  return {
    text: [text, EDGE, ...facetsOf(entry), EDGE, ...marks].join(' '),
    length: fields.flat().length,
    repeated: Object.fromEntries(repeated),
  }
}

function facetsOf({ mediaType, tags, cid, bytes }: SearchEntry): string[] {
  const family = `${mediaType.split('/')[0]}/*`
  return [facet('type', mediaType), facet('type', family), facet('cid', cid), sizeFacet(bytes)].concat(
    tags.map((tag) => facet('tag', tag)),
  )
}

/** The word for those who repeat a word. */
export function repeatedToken(word: string): string {
  return REPEATED + word
}

/** What a full-text query must also have for these options; sizes roughly, as powers of four. */
export function facetQuery({ mediaType, tag, cid, minBytes = 0, maxBytes = Infinity }: SearchOptions): string[] {
  const wanted = [
    ...(mediaType === undefined ? [] : [facet('type', mediaType)]),
    ...(tag === undefined ? [] : [facet('tag', tag)]),
    ...(cid === undefined ? [] : [facet('cid', cid)]),
  ].map((token) => `"${token}"`)
  if (minBytes <= 0 && maxBytes === Infinity) return wanted
  const sizes: string[] = []
  for (let step = stepOf(minBytes); step <= stepOf(maxBytes); step++) sizes.push(`"${FACET}s${step}"`)
  return [...wanted, `(${sizes.join(' OR ') || `"${FACET}none"`})`]
}

// In hex, because the engine would cut a type or a tag at its punctuation.
function facet(kind: string, value: string): string {
  return `${FACET}${kind}${[...new TextEncoder().encode(value)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

function sizeFacet(bytes: number): string {
  return `${FACET}s${stepOf(bytes)}`
}

function stepOf(bytes: number): number {
  return Math.min(27, Math.ceil(Math.log2(Math.max(1, bytes)) / 2))
}
