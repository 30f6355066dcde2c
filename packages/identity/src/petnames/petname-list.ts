import { compareBytes } from '../bytes.ts'
import type { Format } from '../format.ts'
import { bytesField, decodeFields, encodeFields, invalid } from '../format.ts'
import type { PublicKey } from '../public-key.ts'
import { publicKeyFromBytes, publicKeyToBytes } from '../public-key.ts'
import { MAX_SLOT_BYTES } from '../slot.ts'
import { NameBook } from './name-book.ts'
import { normalizePetname } from './petname.ts'
import type { Looks } from './skeleton.ts'

const FORMAT: Format = { tag: 'petnames', what: 'list of petnames', version: 1, maxBytes: MAX_SLOT_BYTES }

/** Writes petnames as bytes, sorted by key. */
export function encodePetnames(book: NameBook): Uint8Array {
  const entries = book.entries().map(([key, name]): [Uint8Array, string] => [publicKeyToBytes(key), name])
  return encodeFields(FORMAT, [entries.sort(([a], [b]) => compareBytes(a, b))])
}

/** Reads petnames; one that is wrong, or looks like another, makes the whole list invalid. */
export function decodePetnames(bytes: Uint8Array, looks: Looks): NameBook {
  const [entries] = decodeFields(FORMAT, bytes, 1)
  if (!Array.isArray(entries)) throw invalid(FORMAT, 'it holds no names')
  const book = new NameBook(looks)
  let previous: Uint8Array = new Uint8Array(0)
  for (const entry of entries as unknown[]) {
    if (!Array.isArray(entry) || entry.length !== 2) throw invalid(FORMAT, 'an entry is no pair of key and name')
    const key = bytesField(FORMAT, entry[0], 32)
    if (compareBytes(key, previous) <= 0) throw invalid(FORMAT, 'its keys are not in order')
    previous = key
    add(book, publicKeyFromBytes(key), entry[1])
  }
  return book
}

function add(book: NameBook, key: PublicKey, name: unknown): void {
  if (typeof name !== 'string') throw invalid(FORMAT, 'a name is no text')
  try {
    if (normalizePetname(name) !== name) throw invalid(FORMAT, `"${name}" is not normalised`)
    book.set(key, name)
  } catch (cause) {
    throw invalid(FORMAT, cause instanceof Error ? cause.message : 'a name is refused', { cause })
  }
}
