import { hexToBytes } from '@noble/hashes/utils.js'
import { ID_BYTES } from './key.ts'
import { sha256 } from './sha256.ts'

/** A record's id: the SHA-256 of its bytes, in lower-case hex. */
export type RecordId = string & { readonly __brand: 'RecordId' }

/** The id of a record, from its bytes. */
export function recordId(bytes: Uint8Array): RecordId {
  return idToText(sha256(bytes))
}

export function idToText(id: Uint8Array): RecordId {
  return hexOf(id) as RecordId
}

/** The id whose 32 bytes begin there: a record that names others may hold thousands. */
export function idAt(bytes: Uint8Array, at = 0): RecordId {
  return hexOf(bytes.subarray(at, at + ID_BYTES)) as RecordId
}

const DIGITS = new TextEncoder().encode('0123456789abcdef')
const decoder = new TextDecoder()

/** Text that is put together digit by digit is a tree to the engine, which it flattens later at a price. */
function hexOf(bytes: Uint8Array): string {
  const hex = new Uint8Array(bytes.length * 2)
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number
    hex[2 * i] = DIGITS[byte >> 4] as number
    hex[2 * i + 1] = DIGITS[byte & 15] as number
  }
  return decoder.decode(hex)
}

export function idToBytes(id: RecordId): Uint8Array {
  return hexToBytes(id)
}
