import type { RecordId } from '@hydra/records'
import type { Node } from './ledger/node.ts'

const ARGUMENT = 0x1f
const decoder = new TextDecoder()

/**
 * What the ledger needs of a block that is known to be valid: all up to its payload, which is not looked at. Opening a
 * ledger is mostly this, and takes a fifth of the time so. Bytes from others go through `decodeBlock`.
 */
export function skeletonOf(id: RecordId, bytes: Uint8Array): Node {
  // The list's head, the version's byte, and the head of the key.
  const key = hexAt(bytes, (bytes[1] as number) < 24 ? 4 : 5)
  let at = (bytes[1] as number) < 24 ? 36 : 37
  const nameBytes = argumentAt(bytes, at)
  at += headBytes(bytes, at)
  const name = decoder.decode(bytes.subarray(at, at + nameBytes))
  at += nameBytes
  const work = argumentAt(bytes, at)
  at += headBytes(bytes, at)
  const parents = Array.from({ length: argumentAt(bytes, at) }, (_, i) => hexAt(bytes, at + 3 + 34 * i) as RecordId)
  return { id, name, key, work, parents }
}

function headBytes(bytes: Uint8Array, at: number): number {
  const info = (bytes[at] as number) & ARGUMENT
  return info < 24 ? 1 : 1 + 2 ** (info - 24)
}

function argumentAt(bytes: Uint8Array, at: number): number {
  const info = (bytes[at] as number) & ARGUMENT
  if (info < 24) return info
  let value = 0
  for (let i = 1, end = headBytes(bytes, at); i < end; i++) value = value * 256 + (bytes[at + i] as number)
  return value
}

const DIGITS = new TextEncoder().encode('0123456789abcdef')
const hex = new Uint8Array(64)

// Text that is put together digit by digit is a tree to the engine, which it flattens later at a price.
function hexAt(bytes: Uint8Array, at: number): string {
  for (let i = 0; i < 32; i++) {
    const byte = bytes[at + i] as number
    hex[2 * i] = DIGITS[byte >> 4] as number
    hex[2 * i + 1] = DIGITS[byte & 15] as number
  }
  return decoder.decode(hex)
}
