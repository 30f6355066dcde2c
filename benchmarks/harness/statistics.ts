/** The value below which a part of all lies; no value of none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
}

/** The middle value; of an even number of them the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  const [below, above] = [sorted[half - 1], sorted[half]]
  if (above === undefined) return Number.NaN
  return sorted.length % 2 === 1 || below === undefined ? above : (below + above) / 2
}
