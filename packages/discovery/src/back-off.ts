import type { Random } from './random.ts'

/** How long to leave alone what keeps failing. */
export interface BackOff {
  /** Milliseconds to wait after so many failures in a row. */
  delayMs(failures: number): number
}

/** Doubles from the first delay to the longest, each shortened at random so that peers do not knock in step. */
export function exponentialBackOff(firstMs: number, longestMs: number, random: Random): BackOff {
  return {
    delayMs: (failures) => Math.min(longestMs, firstMs * 2 ** Math.max(0, failures - 1)) * (0.5 + random() / 2),
  }
}
