import type { Clock, Random } from './time.ts'

/** The system's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    // What is overdue is wanted at once; Node warns of a negative delay.
    const timer = setTimeout(run, Math.max(0, delayMs))
    return () => clearTimeout(timer)
  },
}

/** The system's randomness. */
export const systemRandom: Random = (bytes) => crypto.getRandomValues(new Uint8Array(bytes))
