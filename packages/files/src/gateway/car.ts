import type { CID } from 'multiformats/cid'
import type { Block } from '../block-source.ts'

/** A CAR, version 1. Written by hand because it is a frame of two lengths. */
export async function* carOf(root: CID, blocks: AsyncIterable<Block>): AsyncGenerator<Uint8Array> {
  yield framed(header(root))
  for await (const { cid, bytes } of blocks) yield framed(cid.bytes, bytes.subarray())
}

/** Deterministic CBOR of `{ roots: [cid], version: 1 }`. */
function header(root: CID): Uint8Array {
  const text = (value: string): number[] => [0x60 + value.length, ...new TextEncoder().encode(value)]
  // Tag 42: a CID, as bytes after a zero.
  const link = [0xd8, 0x2a, 0x58, root.bytes.length + 1, 0, ...root.bytes]
  return Uint8Array.of(0xa2, ...text('roots'), 0x81, ...link, ...text('version'), 1)
}

function framed(...parts: readonly Uint8Array[]): Uint8Array {
  let rest = parts.reduce((sum, part) => sum + part.length, 0)
  const length: number[] = []
  for (; rest > 127; rest = Math.floor(rest / 128)) length.push((rest % 128) | 128)
  length.push(rest)
  const all = new Uint8Array(length.length + parts.reduce((sum, part) => sum + part.length, 0))
  all.set(length)
  let at = length.length
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
