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

// One call of the system costs as much for these as for the three bytes of a delay, of which each message draws some.
const POOL_BYTES = 4_096

/** The system's randomness, fetched ahead. What was handed out is not kept. */
export function systemRandom(): Random {
  const pool = new Uint8Array(POOL_BYTES)
  let next = POOL_BYTES
  return (bytes) => {
    if (bytes > POOL_BYTES) throw new RangeError(`${bytes} random bytes are more than ${POOL_BYTES} at once`)
    if (next + bytes > POOL_BYTES) {
      crypto.getRandomValues(pool)
      next = 0
    }
    const drawn = pool.slice(next, next + bytes)
    pool.fill(0, next, next + bytes)
    next += bytes
    return drawn
  }
}
