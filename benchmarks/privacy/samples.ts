/** What one run saw of one claim: so many hits in so many trials. Runs are independent of each other, trials are not. */
export interface Sample {
  readonly row: string
  readonly hits: number
  readonly trials: number
}

export interface Estimate {
  readonly value: number
  /** The 95 % interval. */
  readonly low: number
  readonly high: number
  readonly trials: number
  readonly runs: number
}

const Z = 1.96
/** With fewer runs their spread says little, and trials are taken to be independent. */
const FEWEST_RUNS = 5

/** Pools the runs of one row. The interval takes each run as one draw: what its trials share does not narrow it. */
export function estimate(samples: readonly Sample[]): Estimate {
  const hits = sum(samples.map((sample) => sample.hits))
  const trials = sum(samples.map((sample) => sample.trials))
  const value = trials === 0 ? Number.NaN : hits / trials
  const runs = samples.length
  // Where nothing or everything was hit, runs do not differ, and that they never would is not shown.
  if (runs < FEWEST_RUNS || hits === 0 || hits === trials) return { value, ...wilson(hits, trials), trials, runs }
  const spread = sum(samples.map((sample) => (sample.hits - value * sample.trials) ** 2))
  const error = (Z * Math.sqrt((spread * runs) / (runs - 1))) / trials
  return { value, low: Math.max(0, value - error), high: Math.min(1, value + error), trials, runs }
}

/** E. B. Wilson's interval: holds near 0 and 1 as well, where the usual one has no width. */
export function wilson(hits: number, trials: number): { low: number; high: number } {
  if (trials === 0) return { low: 0, high: 1 }
  const share = hits / trials
  const middle = share + Z ** 2 / (2 * trials)
  const reach = Z * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2))
  const scale = 1 + Z ** 2 / trials
  return { low: Math.max(0, (middle - reach) / scale), high: Math.min(1, (middle + reach) / scale) }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
