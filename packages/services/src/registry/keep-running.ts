import type { Clock } from '@hydra/router'
import type { FetchHandler } from '../handler.ts'
import { problem } from '../problem.ts'
import { GuestEndedError } from '../sandbox/errors.ts'
import type { Guest, GuestEnd, Usage } from '../sandbox/sandbox.ts'

/** How a guest fares: what a dashboard shows. */
export interface RunStatus {
  readonly state: 'running' | 'waiting' | 'stopped'
  readonly restarts: number
  /** Why it ended last, if it ever did. */
  readonly lastEnd?: GuestEnd
  /** Over all of its lives; the memory is that of the present one. */
  readonly usage: Usage
}

export interface Keeper {
  readonly fetch: FetchHandler
  status(): RunStatus
  stop(): Promise<void>
}

export interface KeepOptions {
  start: () => Promise<Guest>
  clock: Clock
  onChange: () => void
}

// A mistake is back at once; whoever ends it with each request gets ever fewer tries.
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000

/** Keeps a guest running: it is started again when it ends, after pauses that grow until it has lasted for a minute. */
export async function keepRunning({ start, clock, onChange }: KeepOptions): Promise<Keeper> {
  let guest: Guest | undefined = await start()
  let startedAt = clock.now()
  let pauseMs = FIRST_PAUSE_MS
  let restarts = 0
  let stopped = false
  let lastEnd: GuestEnd | undefined
  let before: Usage = { cpuMs: 0, memoryBytes: 0, calls: 0 }
  let cancel = (): void => {}
  void watch(guest)

  async function watch(running: Guest): Promise<void> {
    const end = await running.ended
    before = sum(before, running.usage())
    guest = undefined
    lastEnd = end
    if (clock.now() - startedAt > LONGEST_PAUSE_MS) pauseMs = FIRST_PAUSE_MS
    if (!stopped) later()
    onChange()
  }

  function later(): void {
    cancel = clock.after(pauseMs, () => void again())
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)
  }

  async function again(): Promise<void> {
    try {
      const next = await start()
      if (stopped) return await next.stop()
      guest = next
      startedAt = clock.now()
      restarts++
      void watch(next)
    } catch {
      lastEnd = 'crash'
      if (!stopped) later()
    }
    onChange()
  }

  return {
    async fetch(request, context) {
      if (!guest) return problem(503, stopped ? 'The service was stopped.' : 'The service is about to start again.')
      try {
        return await guest.fetch(request, context)
      } catch (error) {
        if (error instanceof GuestEndedError) return problem(503, 'The service was ended while it worked on this.')
        throw error
      }
    },
    status() {
      const usage = guest ? sum(before, guest.usage()) : before
      const state = stopped ? 'stopped' : guest ? 'running' : 'waiting'
      return { state, restarts, usage, ...(lastEnd && { lastEnd }) }
    },
    async stop() {
      stopped = true
      cancel()
      await guest?.stop()
    },
  }
}

function sum(before: Usage, now: Usage): Usage {
  return { cpuMs: before.cpuMs + now.cpuMs, memoryBytes: now.memoryBytes, calls: before.calls + now.calls }
}
