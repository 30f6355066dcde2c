import { decode, encode } from 'cborg'
import { whyNotCanonical } from './canonical.ts'
import { RefusedRecordError } from './errors.ts'

/** Encodes a record's content: deterministic CBOR, so that one content has one id. */
export function encodeRecord(content: unknown): Uint8Array {
  const bytes = encode(content, { float64: true })
  const reason = whyNotCanonical(bytes)
  if (reason !== undefined) throw new RefusedRecordError(`cannot be encoded: ${reason}`)
  return bytes
}

/** Decodes a record's content. Throws `RefusedRecordError` for any but the deterministic encoding. */
export function decodeRecord(bytes: Uint8Array): unknown {
  const reason = whyNotCanonical(bytes)
  if (reason !== undefined) throw new RefusedRecordError(`not deterministic CBOR: ${reason}`)
  return decode(bytes)
}
