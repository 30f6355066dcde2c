import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { sha256 } from './sha256.ts'

/** A record's id: the SHA-256 of its bytes, in lower-case hex. */
export type RecordId = string & { readonly __brand: 'RecordId' }

/** The id of a record, from its bytes. */
export function recordId(bytes: Uint8Array): RecordId {
  return idToText(sha256(bytes))
}

export function idToText(id: Uint8Array): RecordId {
  return bytesToHex(id) as RecordId
}

export function idToBytes(id: RecordId): Uint8Array {
  return hexToBytes(id)
}
