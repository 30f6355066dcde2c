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

/**
 * How many times as much one side has: the middle of the turns. What else the machine does falls on both runs of a turn,
 * and may be gone in the next.
 */
export function ratioOf(ours: readonly number[], peer: readonly number[]): number {
  if (ours.length !== peer.length) throw new Error(`${ours.length} runs have no ${peer.length} others beside them.`)
  return median(ours.map((value, turn) => value / (peer[turn] ?? Number.NaN)))
}
