import type { Clock } from '../time.ts'

export interface ManualClock extends Clock {
  advance(ms: number): void
}

/** A clock that goes on only when told. */
export function createManualClock(): ManualClock {
  const timers = new Set<{ at: number; run: () => void }>()
  let now = 0
  return {
    after(delayMs, run) {
      const timer = { at: now + delayMs, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance(ms) {
      now += ms
      for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
        if (timer.at > now || !timers.delete(timer)) continue
        timer.run()
      }
    },
  }
}
