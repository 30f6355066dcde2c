import { afterPrefix } from './byte-order.ts'
import { escapeOrder, MAX_ORDER_BYTES } from './key.ts'
import type { OrderRange } from './order-range.ts'
import { MAX_SPANS, normalise, type Part, WHOLE } from './parts.ts'

/**
 * Which records of a kind a peer wants. `ranges` goes to strangers in the handshake and says what this peer reads:
 * keep it coarse. `wants` is exact, stays here, and decides whose bodies are kept.
 */
export interface Carry {
  /** Parts of the order that are reconciled. Only their ends' first bytes need to be given. */
  readonly ranges: readonly OrderRange[]
  /** @default every record in the ranges */
  wants?(order: Uint8Array, bytes: Uint8Array): boolean
  /** What to carry instead once the set is over its size; undefined if it cannot be less. */
  narrower?(): Carry | undefined
}

/**
 * Carries the records whose order begins with one of the prefixes, and shows strangers only each prefix's first
 * `shownBits` bits: one in `2^shownBits` of everything, so that they cannot tell which of it is read.
 */
export function carryPrefixes(prefixes: readonly Uint8Array[], options: { shownBits: number }): Carry {
  return {
    ranges: prefixes.map((prefix) => bucketOf(prefix, options.shownBits)),
    wants: (order) => prefixes.some((prefix) => prefix.every((byte, i) => order[i] === byte)),
  }
}

function bucketOf(prefix: Uint8Array, bits: number): OrderRange {
  const from = prefix.slice(0, Math.ceil(bits / 8))
  const spare = from.length * 8 - bits
  if (from.length === 0 || spare < 0 || prefix.length * 8 < bits)
    return prefix.length * 8 < bits ? wholePrefix(prefix) : {}
  const last = from.length - 1
  from[last] = ((from[last] as number) >> spare) << spare
  const top = from.slice()
  top[last] = (top[last] as number) | (2 ** spare - 1)
  const to = afterPrefix(top)
  return to === undefined ? { from } : { from, to }
}

function wholePrefix(prefix: Uint8Array): OrderRange {
  const to = afterPrefix(prefix)
  return to === undefined ? { from: prefix } : { from: prefix, to }
}

/** The ranges of keys that a peer reconciles. */
export function partOf(carry: Carry | undefined): Part {
  if (carry === undefined) return WHOLE
  const part = spansOf(carry.ranges)
  if (part.length > MAX_SPANS) throw new RangeError(`At most ${MAX_SPANS} ranges can be carried; make them coarser.`)
  return part
}

/** Ranges of the order as spans of keys, those that touch joined. */
export function spansOf(ranges: readonly OrderRange[]): Part {
  const spans = ranges.map(({ from = new Uint8Array(), to }) => {
    if (from.length > MAX_ORDER_BYTES || (to?.length ?? 0) > MAX_ORDER_BYTES) {
      throw new RangeError(`A range's ends have at most ${MAX_ORDER_BYTES} bytes, as an order has.`)
    }
    return { from: escapeOrder(from), to: to === undefined ? undefined : escapeOrder(to) }
  })
  return normalise(spans)
}
