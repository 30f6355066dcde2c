import { compareBytes } from '../bytes.ts'
import { bytesField, decodeFields, invalid } from '../format.ts'
import type { PublicKey } from '../public-key.ts'
import { publicKeyFromBytes } from '../public-key.ts'
import { FORMAT } from './encode-petnames.ts'
import { NameBook } from './name-book.ts'
import { normalizePetname } from './petname.ts'
import type { Looks } from './skeleton.ts'

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
