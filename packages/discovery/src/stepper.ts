import type { Clock, Unsubscribe } from './clock.ts'
import type { Random } from './random.ts'

/** Calls one function now and then, and sooner when there is a reason. */
export interface Stepper {
  /** Many reasons within a moment make one step. */
  soon(): void
  close(): void
}

// Long enough for a burst of answers to be seen as a whole, too short for a person to notice.
const SOON_MS = 50

/** Starts stepping; the first step comes when there is a reason, or after the interval. */
export function createStepper(options: { clock: Clock; random: Random; intervalMs: number; step(): void }): Stepper {
  const { clock, random, intervalMs } = options
  let cancel: Unsubscribe = () => {}
  let isSoon = false
  let closed = false

  function schedule(delayMs: number): void {
    cancel()
    cancel = clock.after(delayMs, () => {
      isSoon = false
      // Each time anew: peers that started together must not act in step for ever.
      schedule(intervalMs * (0.75 + random() / 2))
      options.step()
    })
  }

  schedule(intervalMs * random())
  return {
    soon() {
      if (closed || isSoon) return
      isSoon = true
      schedule(SOON_MS)
    },
    close() {
      closed = true
      cancel()
    },
  }
}
