import type { Unsubscribe } from './link.ts'

/** Time as the router sees it: real in production, virtual in tests and the simulator. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls `run` once after `delayMs`, unless cancelled first. */
  after(delayMs: number, run: () => void): Unsubscribe
}

/** Fills with random bytes: from the system in production, from a seed in the simulator. */
export type Random = (bytes: number) => Uint8Array
