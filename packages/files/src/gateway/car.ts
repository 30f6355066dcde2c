import { decode } from '@ipld/dag-pb'
import type { CID } from 'multiformats/cid'
import type { Readable } from './readable.ts'

const DAG_PB = 0x70
// Helia and Kubo make trees of three or four levels; folders add one each.
const MAX_DEPTH = 256

/** A CAR, version 1: the blocks under a root, depth first. Written by hand because it is a frame of two lengths. */
export async function* carOf(
  files: Readable,
  root: CID,
  whole: boolean,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  yield framed(header(root))
  const levels: CID[][] = [[root]]
  while (levels.length > 0) {
    const cid = levels.at(-1)?.shift()
    if (cid === undefined) {
      levels.pop()
      continue
    }
    const bytes = await files.block(cid.toString(), { signal })
    // A CAR that stops short is seen as such; one that ends well without a block would not be.
    if (bytes === undefined) throw new Error(`Nobody has the block ${cid}, so the archive is cut off. Try again later.`)
    yield framed(cid.bytes, bytes)
    if (!whole || cid.code !== DAG_PB) continue
    if (levels.length === MAX_DEPTH) throw new Error(`The tree under ${root} has more than ${MAX_DEPTH} levels.`)
    levels.push(decode(bytes).Links.map(({ Hash }) => Hash))
  }
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
