import { equalBytes } from '../byte-order.ts'
import { copySymbols, type CodedSymbols, MAX_SYMBOLS } from '../coded-symbols.ts'
import { estimateDifference, packCounters } from '../estimate.ts'
import { idOf } from '../key.ts'
import { fingerprint } from '../lattice.ts'
import type { Part, Span } from '../parts.ts'
import type { RecordStore } from '../record-store.ts'
import type { Sketch } from '../sketch.ts'
import type { Summary } from '../summary.ts'
import type { Frame } from './frame.ts'
import { LIST_BYTES, MAX_LISTED, SYMBOL_BYTES } from './limits.ts'
import { packSymbols, symbolsFor } from './symbols.ts'

type Compare = Extract<Frame, { type: 'compare' }>

/** What is said to a fingerprint: nothing if it is ours too. */
export type Reply =
  | { readonly say: 'nothing' }
  | { readonly say: 'frames'; readonly frames: readonly Frame[] }
  /** The other has nothing there: it is sent everything. */
  | { readonly say: 'everything' }
  | { readonly say: 'symbols'; readonly symbols: CodedSymbols; readonly hash: Uint8Array; readonly length: number }

export async function replyTo(compare: Compare, summary: Summary, store: RecordStore, isOurs: boolean): Promise<Reply> {
  const { part } = compare
  const ours = await summary.fingerprint(store, part)
  if (ours.count === compare.count && equalBytes(ours.hash, compare.hash)) return { say: 'nothing' }
  if (compare.count === 0) return { say: 'everything' }
  if (ours.count === 0) return { say: 'frames', frames: [{ type: 'want-all', part }] }
  const least = Math.abs(ours.count - compare.count)
  if (compare.counters !== undefined && symbolsFor(least) <= MAX_SYMBOLS) {
    const sketch = await summary.sketch(store, part, isOurs)
    const offer = sketch && offerSymbols(compare, compare.counters, least, sketch)
    if (offer !== undefined) return offer
  }
  if (ours.count <= MAX_LISTED) return { say: 'frames', frames: [await listOf(part, store)] }
  // The side with the shorter list lists.
  if (compare.count <= MAX_LISTED) return { say: 'frames', frames: [{ ...compareOf(part, ours), counters: undefined }] }
  return { say: 'frames', frames: await splitFrames(part, summary, store) }
}

function offerSymbols({ count }: Compare, counters: Uint8Array, least: number, sketch: Sketch): Reply | undefined {
  const estimate = estimateDifference(sketch.counters, counters)
  // Where one side has all that the other has, the counts alone tell the difference exactly.
  const isExact = estimate < 1.2 * least
  const length = symbolsFor(isExact ? least : estimate, isExact)
  const isCheaperListed =
    Math.min(count, sketch.count) <= MAX_LISTED && LIST_BYTES * sketch.count < SYMBOL_BYTES * length
  if (length > MAX_SYMBOLS || isCheaperListed) return undefined
  return {
    say: 'symbols',
    symbols: copySymbols(sketch.symbols, MAX_SYMBOLS),
    hash: fingerprint(sketch.lattice),
    length,
  }
}

export function symbolsFrame(
  part: Part,
  symbols: CodedSymbols,
  hash: Uint8Array,
  start: number,
  length: number,
): Frame {
  return { type: 'symbols', part, hash, start, symbols: packSymbols(symbols, start, length) }
}

function compareOf(part: Part, { count, hash }: { count: number; hash: Uint8Array }) {
  return { type: 'compare', part, count, hash } as const
}

/** The opening question: the fingerprint of a part, with what estimates the difference if that is at hand. */
export async function openingCompare(
  part: Part,
  summary: Summary,
  store: RecordStore,
  isOurs: boolean,
): Promise<Frame> {
  const sketch = await summary.sketch(store, part, isOurs)
  if (sketch === undefined) return { ...compareOf(part, await summary.fingerprint(store, part)), counters: undefined }
  const hash = fingerprint(sketch.lattice)
  return { type: 'compare', part, count: sketch.count, hash, counters: packCounters(sketch.counters) }
}

export async function splitFrames(part: Part, summary: Summary, store: RecordStore): Promise<Frame[]> {
  const frames: Frame[] = []
  for (const span of await summary.split(store, part)) {
    const piece: readonly Span[] = [span]
    frames.push({ ...compareOf(piece, await summary.fingerprint(store, piece)), counters: undefined })
  }
  return frames
}

async function listOf(part: Part, store: RecordStore): Promise<Frame> {
  const ids: Uint8Array[] = []
  for (const span of part) {
    for await (const page of store.range(span)) for (const { key } of page) ids.push(idOf(key))
  }
  const packed = new Uint8Array(ids.length * LIST_BYTES)
  ids.forEach((id, i) => {
    packed.set(id.subarray(0, LIST_BYTES), i * LIST_BYTES)
  })
  return { type: 'list', part, ids: packed }
}
