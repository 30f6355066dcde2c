import { decode, encode } from 'cborg'
import { equalBytes } from './equal-bytes.ts'
import { InvalidMessageError } from './errors.ts'

/** Writes deterministic CBOR (RFC 8949, section 4.2). */
export function encodeCbor(value: unknown): Uint8Array {
  return encode(value)
}

/**
 * Reads deterministic CBOR of at most `maxBytes`; throws `InvalidMessageError` for anything else.
 * Whatever would be written differently again is refused: one value has one spelling.
 */
export function decodeCbor(bytes: Uint8Array, maxBytes: number, what: string): unknown {
  if (bytes.length > maxBytes) throw new InvalidMessageError(what, `it has more than ${maxBytes} bytes`)
  let value: unknown
  let again: Uint8Array
  try {
    value = decode(bytes, { strict: true, allowIndefinite: false, allowUndefined: false, rejectDuplicateMapKeys: true })
    again = encode(value)
  } catch (cause) {
    throw new InvalidMessageError(what, 'it is not CBOR', { cause })
  }
  if (!equalBytes(again, bytes)) {
    throw new InvalidMessageError(what, 'it is not deterministic CBOR')
  }
  return value
}

/** Whether a decoded value is a whole number within bounds. */
export function isCount(value: unknown, max: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= max
}

/** Whether a decoded value is a byte string within bounds. */
export function isBytes(value: unknown, min: number, max: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length >= min && value.length <= max
}

/** Whether a decoded value is a list of at most so many items, each of which passes. */
export function isListOf<T>(value: unknown, max: number, passes: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.length <= max && value.every(passes)
}
