import { compareBytes } from '../bytes.ts'
import { encodeFields, type Format } from '../format.ts'
import { type PublicKey, publicKeyToBytes } from '../public-key.ts'
import { MAX_SLOT_BYTES } from '../slot.ts'

export const FORMAT: Format = { tag: 'petnames', what: 'list of petnames', version: 1, maxBytes: MAX_SLOT_BYTES }

/** Writes petnames as bytes, sorted by key. */
export function encodePetnames(names: readonly [PublicKey, string][]): Uint8Array {
  const entries = names.map(([key, name]): [Uint8Array, string] => [publicKeyToBytes(key), name])
  return encodeFields(FORMAT, [entries.sort(([a], [b]) => compareBytes(a, b))])
}
