import type { Clock } from '../clock.ts'

/** A clock that stands still until it is moved. */
export interface VirtualClock extends Clock {
  /** Moves on, and runs what falls due, in order; lets promises settle in between. */
  advance(ms: number): Promise<void>
  /** Moves on in steps until the condition holds; fails where it never does. */
  until(condition: () => boolean, options?: { stepMs?: number; limitMs?: number }): Promise<void>
}

interface Timer {
  readonly atMs: number
  readonly run: () => void
}

/** Creates a virtual clock. */
export function virtualClock(startMs = 1_700_000_000_000): VirtualClock {
  let nowMs = startMs
  const timers = new Set<Timer>()

  async function advance(ms: number): Promise<void> {
    const endMs = nowMs + ms
    await settle()
    for (let next = earliest(timers, endMs); next; next = earliest(timers, endMs)) {
      timers.delete(next)
      nowMs = Math.max(nowMs, next.atMs)
      next.run()
      await settle()
    }
    nowMs = endMs
  }

  return {
    now: () => nowMs,
    after(delayMs, run) {
      const timer = { atMs: nowMs + delayMs, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    advance,
    async until(condition, { stepMs = 100, limitMs = 3_600_000 } = {}) {
      for (let passedMs = 0; !condition(); passedMs += stepMs) {
        if (passedMs > limitMs) throw new Error(`It did not happen within ${limitMs} ms of virtual time.`)
        await advance(stepMs)
      }
    },
  }
}

function earliest(timers: Iterable<Timer>, endMs: number): Timer | undefined {
  let first: Timer | undefined
  for (const timer of timers) if (timer.atMs <= endMs && (!first || timer.atMs < first.atMs)) first = timer
  return first
}

// Signatures are checked on other threads: a turn of the event loop each lets them come back.
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) {
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => {
        port1.close()
        resolve()
      })
      port1.start()
      port2.postMessage(0)
    })
  }
}
