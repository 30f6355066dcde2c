import { decode, encode } from 'cborg'
import { checkBytes } from './argument.ts'
import { isEqual } from './strict-encoding.ts'
import { InvalidBytesError, UnknownVersionError } from './errors.ts'

/** One kind of bytes that this package writes: a CBOR list that begins with its tag and version. */
export interface Format {
  readonly tag: string
  /** What a person calls it; it stands in errors. */
  readonly what: string
  readonly version: number
  readonly maxBytes: number
  /** Whether the fields are the caller's own, about to be written: what is wrong is a mistake in the call then. */
  readonly writing?: true
}

/** The fields of a format. */
export type Fields = readonly unknown[]

const STRICT = { allowIndefinite: false, allowUndefined: false, allowInfinity: false, allowNaN: false, strict: true }

/** Writes fields as deterministic CBOR (RFC 8949, section 4.2.1). */
export function encodeFields(format: Format, fields: Fields): Uint8Array {
  // A copy, because in Node cborg gives a Buffer, and a caller must get the same type everywhere.
  const bytes = new Uint8Array(encode([format.tag, format.version, ...fields]))
  if (bytes.length > format.maxBytes) {
    throw invalid({ ...format, writing: true }, `it has ${bytes.length} bytes, and ${format.maxBytes} are the limit`)
  }
  return bytes
}

/** Reads the fields of a format. Takes exactly what `encodeFields` writes, and nothing else. */
export function decodeFields(format: Format, bytes: Uint8Array, count: number): Fields {
  checkBytes(format.what, bytes)
  if (bytes.length === 0) throw invalid(format, 'it is empty')
  if (bytes.length > format.maxBytes) {
    throw invalid(format, `it has ${bytes.length} bytes, and ${format.maxBytes} are the limit`)
  }
  const [tag, version, ...fields] = decodeList(format, bytes)
  if (tag !== format.tag) throw invalid(format, 'it is something else')
  if (typeof version === 'number' && version > format.version) {
    throw new UnknownVersionError(format.what, version, format.version)
  }
  if (version !== format.version || fields.length !== count) throw invalid(format, 'its fields are others')
  // One meaning must have one encoding, or two different byte strings would pass as one signed statement.
  if (!isEqual(encode([tag, version, ...fields]), bytes)) throw invalid(format, 'it is not in canonical form')
  return fields
}

/** The error for bytes that are not of this format, or for fields that cannot be written in it. */
export function invalid(format: Format, reason: string, options?: ErrorOptions): Error {
  if (format.writing) return new RangeError(`This ${format.what} cannot be written: ${reason}.`, options)
  return new InvalidBytesError(format.what, reason, options)
}

/** A field that is a byte string within a length: a copy, so that it does not change with the bytes it was read from. */
export function bytesField(format: Format, value: unknown, min: number, max = min): Uint8Array {
  if (value instanceof Uint8Array && value.length >= min && value.length <= max) {
    return new Uint8Array(value)
  }
  throw invalid(format, `it lacks a field of ${min === max ? min : `${min} to ${max}`} bytes`)
}

/** A field that is a whole number within bounds. */
export function numberField(format: Format, name: string, value: unknown, min: number, max: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return value
  throw invalid(format, `its ${name} is no whole number from ${min} to ${max}`)
}

function decodeList(format: Format, bytes: Uint8Array): Fields {
  let value: unknown
  try {
    // A view: bytes of another realm (see `checkBytes`) are no `Uint8Array` to cborg.
    value = decode(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), STRICT)
  } catch (cause) {
    throw invalid(format, 'it is cut off or damaged', { cause })
  }
  if (!Array.isArray(value)) throw invalid(format, 'it is something else')
  return value
}
