import { decode, encode } from 'cborg'
import { equalBytes } from './byte-order.ts'
import { LATTICE_WORDS } from './lattice.ts'
import { RangeTree } from './range-tree.ts'
import { sha256 } from './sha256.ts'
import { Sketch } from './sketch.ts'
import { Summary } from './summary.ts'

// Local only: written and read by one machine, little end first as every machine that runs this is.
const VERSION = 2
const HASH_BYTES = 32

type Saved = [number, number, number, Uint8Array[], [Uint8Array, number, Uint8Array][], Uint8Array | null]

export function encodeSummary({ whole, tree, bytes: kept }: Summary): Uint8Array {
  const arrays = arraysOf(whole).map(bytesOf)
  const buckets = tree.buckets.map(({ from, count, sum }) => [from, count, bytesOf(sum)])
  const body = encode([VERSION, whole.count, kept, arrays, buckets, tree.last ?? null])
  const bytes = new Uint8Array(HASH_BYTES + body.length)
  bytes.set(sha256(body))
  bytes.set(body, HASH_BYTES)
  return bytes
}

/** The summary, or undefined if it is damaged or from another version: it is then made anew from the entries. */
export function decodeSummary(bytes: Uint8Array): Summary | undefined {
  const body = bytes.subarray(HASH_BYTES)
  if (bytes.length < HASH_BYTES || !equalBytes(sha256(body), bytes.subarray(0, HASH_BYTES))) return undefined
  const [version, count, kept, arrays, buckets, last] = decode(body) as Saved
  if (version !== VERSION) return undefined
  const whole = new Sketch()
  whole.count = count
  arraysOf(whole).forEach((array, i) => bytesOf(array).set(arrays[i] as Uint8Array))
  const tree = new RangeTree(
    buckets.map(([from, count, sum]) => {
      const lattice = new Uint32Array(LATTICE_WORDS)
      bytesOf(lattice).set(sum)
      return { from, count, sum: lattice }
    }),
    last ?? undefined,
  )
  const summary = new Summary(whole, tree)
  summary.bytes = kept
  return summary
}

function arraysOf({ lattice, counters, symbols }: Sketch): (Uint32Array | Int32Array)[] {
  return [lattice, counters, symbols.sums, symbols.checks, symbols.counts]
}

function bytesOf(array: Uint32Array | Int32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}
