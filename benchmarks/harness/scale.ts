/** Where a value stands on an axis, and which values are written beside it. */
export interface Scale {
  readonly at: (value: number) => number
  readonly ticks: readonly number[]
}

/** From nothing to somewhat above the most. */
export function linear(values: readonly number[], from: number, to: number): Scale {
  const most = Math.max(...values.filter(Number.isFinite), Number.MIN_VALUE)
  const step = niceStep(most / 5)
  const end = Math.ceil((most * 1.02) / step) * step
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step)
  return { at: (value) => from + (value / end) * (to - from), ticks }
}

/** Whole powers of ten around all values. What is not above nothing stands at the lowest of them. */
export function logarithmic(values: readonly number[], from: number, to: number): Scale {
  const seen = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10)
  const least = seen.length === 0 ? 0 : Math.floor(Math.min(...seen) + 1e-9)
  const most = seen.length === 0 ? 1 : Math.max(least + 1, Math.ceil(Math.max(...seen) - 1e-9))
  const ticks = Array.from({ length: most - least + 1 }, (_, index) => 10 ** (least + index))
  const place = (value: number) => (value > 0 ? Math.log10(value) : least)
  return { at: (value) => from + ((place(value) - least) / (most - least)) * (to - from), ticks }
}

/** One, two or five times a power of ten. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * ([1, 2, 5].find((step) => step * power >= rough) ?? 10)
}
