import { compareBytes } from './byte-order.ts'

// Deep nesting would let a kilobyte of brackets overflow the stack of whoever decodes it.
const MAX_DEPTH = 32

interface Cursor {
  readonly bytes: Uint8Array
  readonly view: DataView
  at: number
}

/** Why these bytes are not one deterministic CBOR item (RFC 8949 §4.2.1, floats as DAG-CBOR has them). */
export function whyNotCanonical(bytes: Uint8Array): string | undefined {
  const cursor = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 }
  const reason = walk(cursor, 0)
  if (reason !== undefined) return reason
  return cursor.at === bytes.length ? undefined : 'there are bytes after the item'
}

function walk(cursor: Cursor, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return 'it is nested too deeply'
  const initial = cursor.bytes[cursor.at]
  if (initial === undefined) return 'it ends early'
  const major = initial >> 5
  if (major === 7) return walkSimple(cursor, initial)
  const argument = readArgument(cursor, initial & 31)
  if (typeof argument === 'string') return argument
  if (major < 2) return undefined
  if (major < 4) return walkString(cursor, argument, major === 3)
  if (major === 4) return walkArray(cursor, argument, depth)
  if (major === 5) return walkMap(cursor, argument, depth)
  return 'it carries a tag'
}

/** The argument in its shortest form, or what is wrong with it. */
function readArgument(cursor: Cursor, info: number): number | string {
  cursor.at++
  if (info < 24) return info
  if (info > 27) return 'it has an indefinite length'
  const width = 1 << (info - 24)
  const at = cursor.at
  cursor.at += width
  if (cursor.at > cursor.bytes.length) return 'it ends early'
  const value = readWidth(cursor.view, at, width)
  const least = width === 1 ? 24 : 2 ** (4 * width)
  return value < least ? 'a number is not in its shortest form' : value
}

function readWidth(view: DataView, at: number, width: number): number {
  if (width === 1) return view.getUint8(at)
  if (width === 2) return view.getUint16(at)
  if (width === 4) return view.getUint32(at)
  return view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4)
}

function walkSimple(cursor: Cursor, initial: number): string | undefined {
  if (initial >= 0xf4 && initial <= 0xf6) {
    cursor.at++
    return undefined
  }
  if (initial !== 0xfb) return 'it has a value that is not allowed'
  if (cursor.at + 9 > cursor.bytes.length) return 'it ends early'
  const value = cursor.view.getFloat64(cursor.at + 1)
  cursor.at += 9
  if (!Number.isFinite(value)) return 'a float is not finite'
  // One number, one encoding: whole numbers are written as integers, as far as they are exact.
  return Number.isSafeInteger(value) ? 'a whole number is written as a float' : undefined
}

function walkString(cursor: Cursor, length: number, text: boolean): string | undefined {
  const end = cursor.at + length
  if (end > cursor.bytes.length) return 'it ends early'
  if (text && !isText(cursor.bytes, cursor.at, end)) return 'a text is not UTF-8'
  cursor.at = end
  return undefined
}

function isText(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if ((bytes[i] as number) > 0x7f) return decodes(bytes.subarray(from, to))
  return true
}

function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function walkArray(cursor: Cursor, length: number, depth: number): string | undefined {
  for (let i = 0; i < length; i++) {
    const reason = walk(cursor, depth + 1)
    if (reason !== undefined) return reason
  }
  return undefined
}

function walkMap(cursor: Cursor, length: number, depth: number): string | undefined {
  let previous: Uint8Array | undefined
  for (let i = 0; i < length; i++) {
    const start = cursor.at
    if ((cursor.bytes[start] ?? 0) >> 5 !== 3) return 'a key is not a text'
    const reason = walk(cursor, depth + 1)
    if (reason !== undefined) return reason
    const key = cursor.bytes.subarray(start, cursor.at)
    if (previous !== undefined && compareKeys(previous, key) >= 0) return 'keys are repeated or out of order'
    previous = key
    const inner = walk(cursor, depth + 1)
    if (inner !== undefined) return inner
  }
  return undefined
}

// Shorter keys first, as cborg and DAG-CBOR sort them; for encoded text keys this equals byte order.
function compareKeys(a: Uint8Array, b: Uint8Array): number {
  return a.length - b.length || compareBytes(a, b)
}
