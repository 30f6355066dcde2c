import type { Unsubscribe } from './gossip.ts'

/** Time as a record set sees it: real in production, virtual in tests. */
export interface Clock {
  /** Calls `run` once after `delayMs`, unless cancelled first. */
  after(delayMs: number, run: () => void): Unsubscribe
}

export const realClock: Clock = {
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => {
      clearTimeout(timer)
    }
  },
}
