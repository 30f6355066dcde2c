import { describe, expect, it } from 'vitest'
import { GuestEndedError } from '../sandbox/errors.ts'
import type { Guest, GuestEnd } from '../sandbox/sandbox.ts'
import { keepRunning } from './keep-running.ts'

/** Guests that end when they are told to, and a clock that moves when it is told to. */
function createStage() {
  let now = 0
  let timer: { at: number; run: () => void } | undefined
  let guest: { end(end: GuestEnd): void } | undefined
  let failing = false
  const clock = {
    now: () => now,
    after(ms: number, run: () => void) {
      const own = { at: now + ms, run }
      timer = own
      return () => {
        if (timer === own) timer = undefined
      }
    },
  }
  async function start(): Promise<Guest> {
    if (failing) throw new Error('not today')
    const { promise, resolve } = Promise.withResolvers<GuestEnd>()
    guest = { end: resolve }
    return {
      ended: promise,
      fetch: async (request) => {
        if (request.url.endsWith('/end')) throw new GuestEndedError('cpu')
        return new Response('here')
      },
      usage: () => ({ cpuMs: 10, memoryBytes: 100, calls: 1 }),
      stop: async () => resolve('stopped'),
    }
  }
  return {
    clock,
    start,
    fail: (set: boolean) => {
      failing = set
    },
    end: (end: GuestEnd) => guest?.end(end),
    wait: (ms: number) => {
      now += ms
    },
    /** Lets the next timer run out, and says how long that took. */
    async pause(): Promise<number | undefined> {
      const next = timer
      timer = undefined
      if (!next) return undefined
      const took = next.at - now
      now = next.at
      next.run()
      await settled()
      return took
    },
  }
}

// What was settled is heard within a few turns of the loop of promises.
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

async function ask(keeper: Awaited<ReturnType<typeof keepRunning>>, path = '/'): Promise<number> {
  const { signal } = new AbortController()
  return (await keeper.fetch(new Request(`http://guest.hydra.localhost${path}`), { signal })).status
}

describe('a guest that is kept running', () => {
  it('is started again after pauses that grow, and until then callers are told to come back', async () => {
    const stage = createStage()
    let changes = 0
    const keeper = await keepRunning({ ...stage, onChange: () => changes++ })
    expect([keeper.status().state, await ask(keeper)]).toEqual(['running', 200])
    const pauses: unknown[] = []
    for (let time = 0; time < 8; time++) {
      stage.end('cpu')
      await settled()
      expect([keeper.status().state, keeper.status().lastEnd, await ask(keeper)]).toEqual(['waiting', 'cpu', 503])
      pauses.push(await stage.pause())
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
    expect([keeper.status().restarts, keeper.status().usage.cpuMs, changes]).toEqual([8, 90, 16])
    stage.wait(60_001)
    stage.end('memory')
    await settled()
    expect(await stage.pause()).toBe(1_000)
  })

  it('is tried again where it does not start, and not once it was stopped', async () => {
    const stage = createStage()
    const keeper = await keepRunning({ ...stage, onChange: () => {} })
    stage.fail(true)
    stage.end('crash')
    await settled()
    expect([await stage.pause(), keeper.status().state, await stage.pause()]).toEqual([1_000, 'waiting', 2_000])
    stage.fail(false)
    expect([await stage.pause(), keeper.status().state]).toEqual([4_000, 'running'])
    await keeper.stop()
    await settled()
    expect([keeper.status().state, await ask(keeper), await stage.pause()]).toEqual(['stopped', 503, undefined])
  })

  it('tells callers who were in the middle, and does not start where the first time fails', async () => {
    const stage = createStage()
    const keeper = await keepRunning({ ...stage, onChange: () => {} })
    expect(await ask(keeper, '/end')).toBe(503)
    stage.fail(true)
    await expect(keepRunning({ ...stage, onChange: () => {} })).rejects.toThrow('not today')
  })
})
