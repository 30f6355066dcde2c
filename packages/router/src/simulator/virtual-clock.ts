import { type Agenda, createAgenda } from '../agenda.ts'
import type { Unsubscribe } from '../link.ts'
import type { Clock } from '../time.ts'

/** Time that passes only when told to, and then as fast as the machine can. */
export interface VirtualClock extends Clock {
  /** Like `after`, at a point in time and for good. What was ordered first for one point runs first. */
  at(time: number, event: Happening): void
  /** Lets time pass, and waits for the promises that its events resolved. */
  run(forMs: number): Promise<void>
  /** Lets time pass until the promise settles. Throws if nothing is left that could settle it. */
  complete<T>(promise: Promise<T>, maxMs?: number): Promise<T>
}

/** An object and not a function, because millions of them are cheaper than as many closures. */
export interface Happening {
  run(): void
}

// A fixed date, so that no run depends on the day it was made: 1 January 2026, 00:00 UTC.
const epoch = 1_767_225_600_000
const dayMs = 86_400_000
// Waiting for promises costs some 3 µs. In a network of thousands many events share an eighth of a millisecond, and
// one wait serves them all; a power of two, so that times stay exact.
const ticksPerMs = 8

export function createVirtualClock(startMs: number = epoch): VirtualClock {
  const agenda: Agenda<Happening> = createAgenda()
  const settle = createSettle()
  let now = startMs

  function at(time: number, event: Happening): void {
    agenda.add(Math.max(now, Math.ceil(time * ticksPerMs) / ticksPerMs), event)
  }

  function after(delayMs: number, run: () => void): Unsubscribe {
    const timer = { run }
    at(now + delayMs, timer)
    return () => {
      timer.run = () => {}
    }
  }

  /** Runs everything that is due at the next point in time; false when that lies beyond `end`. */
  function next(end: number): boolean {
    const time = agenda.nextAt()
    if (time === undefined || time > end) return false
    now = time
    while (agenda.nextAt() === time) agenda.take()?.run()
    return true
  }

  return {
    now: () => now,
    at,
    after,
    async run(forMs) {
      const end = now + forMs
      do await settle()
      while (next(end))
      now = end
    },
    async complete(promise, maxMs = dayMs) {
      const end = now + maxMs
      const progress = { settled: false }
      const mark = () => {
        progress.settled = true
      }
      promise.then(mark, mark)
      await settle()
      while (!progress.settled && next(end)) await settle()
      if (!progress.settled)
        throw new Error(`Nothing is left to happen within ${maxMs} ms that could settle this promise.`)
      return promise
    },
  }
}

/** Waits until all promise callbacks have run: a task of its own comes after every microtask. */
function createSettle(): () => Promise<void> {
  if (typeof setImmediate === 'function') return () => new Promise((resolve) => setImmediate(resolve))
  const channel = new MessageChannel()
  let resume: (() => void) | undefined
  channel.port1.addEventListener('message', () => resume?.())
  channel.port1.start()
  return () =>
    new Promise((resolve) => {
      resume = resolve
      channel.port2.postMessage(0)
    })
}
