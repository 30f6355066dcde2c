import { compareBytes } from './byte-order.ts'

/** A range of keys; a missing `to` is the end. */
export interface Span {
  readonly from: Uint8Array
  readonly to: Uint8Array | undefined
}

/** A part of a kind: ordered spans that do not touch. */
export type Part = readonly Span[]

export const WHOLE: Part = [{ from: new Uint8Array(), to: undefined }]

/** More spans than this say too much of what a peer reads, and cost too much to compare. */
export const MAX_SPANS = 64

export function isWhole(part: Part): boolean {
  return part.length === 1 && part[0]?.from.length === 0 && part[0].to === undefined
}

/** Orders spans and joins those that overlap or touch. */
export function normalise(spans: readonly Span[]): Part {
  const sorted = spans.filter(isNotEmpty).sort((a, b) => compareBytes(a.from, b.from))
  const part: Span[] = []
  for (const span of sorted) {
    const last = part.at(-1)
    if (last === undefined || compareEnd(last.to, span.from) < 0) part.push(span)
    else part[part.length - 1] = { from: last.from, to: laterEnd(last.to, span.to) }
  }
  return part
}

export function intersect(a: Part, b: Part): Part {
  const spans: Span[] = []
  for (const x of a) {
    for (const y of b) {
      const from = compareBytes(x.from, y.from) >= 0 ? x.from : y.from
      spans.push({ from, to: earlierEnd(x.to, y.to) })
    }
  }
  return normalise(spans)
}

export function includes(part: Part, key: Uint8Array): boolean {
  return part.some((span) => compareBytes(key, span.from) >= 0 && compareEnd(span.to, key) > 0)
}

export function samePart(a: Part, b: Part): boolean {
  return (
    a.length === b.length &&
    a.every((span, i) => {
      const other = b[i] as Span
      return compareBytes(span.from, other.from) === 0 && sameEnd(span.to, other.to)
    })
  )
}

function sameEnd(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : compareBytes(a, b) === 0
}

function isNotEmpty({ from, to }: Span): boolean {
  return compareEnd(to, from) > 0
}

/** Compares the end of a span, which may be the end of all, with a key. */
export function compareEnd(end: Uint8Array | undefined, key: Uint8Array): number {
  return end === undefined ? 1 : compareBytes(end, key)
}

function laterEnd(a: Uint8Array | undefined, b: Uint8Array | undefined): Uint8Array | undefined {
  if (a === undefined || b === undefined) return undefined
  return compareBytes(a, b) >= 0 ? a : b
}

function earlierEnd(a: Uint8Array | undefined, b: Uint8Array | undefined): Uint8Array | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return compareBytes(a, b) <= 0 ? a : b
}
