import type { SearchEntry, SearchOptions } from '../search-index.ts'
import { wordsOf, type Term } from './words.ts'

// Letters of the private use area begin what is no word of a text: no query can say them, for `wordsOf` drops them.
const REPEATED = '\ue000'
const FACET = '\ue001'
const EDGE = '\ue002'
const BEGINNING = '\ue003'
const ESCAPE = '\ue004'
/** A word that is there more often counts as if it were there so often: BM25 hardly tells them apart. */
export const MAX_TIMES = 8
/** Beginnings of so many letters are counted like words: many entries have several words that begin so. */
const BEGINNINGS = [2, 3]

/** An entry as the engine indexes it: no phrase reaches from one column into the next. */
export interface Tokens {
  readonly columns: readonly [name: string, tags: string, description: string, marks: string]
  /** Words and beginnings that it has more than once, each after how often. */
  readonly repeated: string
}

/** How many words an entry has. */
export function lengthOf({ name, tags, description = '' }: SearchEntry): number {
  return [name, ...tags, description].reduce((sum, text) => sum + wordsOf(text).length, 0)
}

export function tokensOf(entry: SearchEntry): Tokens {
  const [name, description] = [wordsOf(entry.name), wordsOf(entry.description ?? '')]
  const tags = entry.tags.map(wordsOf)
  const marks = facetsOf(entry)
  const repeated: string[] = []
  for (const { word, often } of repeatsOf([...name, ...tags.flat(), ...description])) {
    const most = Math.min(often, MAX_TIMES)
    for (let least = 2; least <= most; least++) marks.push(REPEATED + least + word)
    repeated.push(most + word)
  }
  const between = ` ${EDGE} `
  const texts = [name.join(' '), tags.map((tag) => tag.join(' ')).join(between), description.join(' ')] as const
  return { columns: [...texts, marks.join(' ')], repeated: repeated.join(' ') }
}

/** The counts in an entry's `repeated`. */
export function repeatedOf(text: string): Map<string, number> {
  return new Map(text.split(' ').map((each) => [each.slice(1), Number(each[0])]))
}

interface Repeat {
  readonly word: string
  readonly often: number
}

/** Words that are there more than once, and beginnings that several words have. In order, they lie side by side. */
function repeatsOf(words: readonly string[]): Repeat[] {
  const sorted = words.toSorted()
  const repeats: Repeat[] = []
  for (const letters of [Infinity, ...BEGINNINGS]) {
    for (let at = 0, next = 1; at < sorted.length; at = next++) {
      const word = sorted[at] as string
      const start = startOf(word, letters)
      if (start === undefined) continue
      while (letters === Infinity ? sorted[next] === word : sorted[next]?.startsWith(start)) next++
      if (next - at > 1) repeats.push({ word: letters === Infinity ? word : BEGINNING + start, often: next - at })
    }
  }
  return repeats
}

function startOf(word: string, letters: number): string | undefined {
  if (letters === Infinity) return word
  if (word.length < letters) return undefined
  // Not through the middle of a letter that takes two code units.
  const isCut = (word.charCodeAt(letters - 1) & 0xfc00) === 0xd800
  return word.slice(0, isCut ? letters + 1 : letters)
}

/** What a term is called in an entry's `repeated`. Undefined for a phrase. */
export function nameOf({ words: [word, second], prefix }: Term): string | undefined {
  if (word === undefined || second !== undefined) return undefined
  return prefix && BEGINNINGS.includes(word.length) ? BEGINNING + word : word
}

/** A term, as the engine's own queries have it. */
export function termQuery({ words, prefix }: Term): string {
  return `${quoted(words.join(' '))}${prefix ? ' *' : ''}`
}

/** The same term, in entries that have it at least so often. */
export function repeatedQuery(name: string, isBeginning: boolean, least: number): string {
  return `${quoted(REPEATED + least + name)}${isBeginning ? ' *' : ''}`
}

function facetsOf({ mediaType, tags, cid, bytes }: SearchEntry): string[] {
  const family = `${mediaType.slice(0, mediaType.indexOf('/'))}/*`
  return [typeFacet(mediaType), typeFacet(family), cidFacet(cid), sizeFacet(stepOf(bytes)), ...tags.map(tagFacet)]
}

/** What a full-text query must also have for these options; sizes roughly, as powers of four. */
export function facetQuery({ mediaType, tag, cid, minBytes = 0, maxBytes = Infinity }: SearchOptions): string[] {
  const wanted = [
    ...(mediaType === undefined ? [] : [typeFacet(mediaType)]),
    ...(tag === undefined ? [] : [tagFacet(tag)]),
    ...(cid === undefined ? [] : [cidFacet(cid)]),
  ].map(quoted)
  if (minBytes <= 0 && maxBytes === Infinity) return wanted
  const sizes: string[] = []
  for (let step = stepOf(minBytes); step <= stepOf(maxBytes); step++) sizes.push(quoted(sizeFacet(step)))
  return [...wanted, `(${sizes.join(' OR ') || quoted(`${FACET}none`)})`]
}

function typeFacet(type: string): string {
  return `${FACET}t${escaped(type)}`
}

function tagFacet(tag: string): string {
  return `${FACET}g${escaped(tag)}`
}

// The end of a CID is 65 bits of its digest, and shorter by three quarters.
function cidFacet(cid: string): string {
  return `${FACET}c${escaped(cid.slice(-13))}`
}

function sizeFacet(step: number): string {
  return `${FACET}s${step}`
}

function stepOf(bytes: number): number {
  return Math.min(27, Math.ceil(Math.log2(Math.max(1, bytes)) / 2))
}

// The engine would cut at punctuation, and take capitals for small letters.
function escaped(value: string): string {
  if (/^[a-z0-9]*$/.test(value)) return value
  return value.replace(/[^a-z0-9]/g, (unit) => `${ESCAPE}${unit.charCodeAt(0).toString(16)}${ESCAPE}`)
}

function quoted(token: string): string {
  return `"${token}"`
}
