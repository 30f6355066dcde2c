import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Capabilities, Guest, Sandbox } from '../../sandbox/sandbox.ts'
import { escapeCorpus } from './corpus.ts'
import type { Escape } from './escape.ts'
import { everything, gotOut, guestOf, unguarded } from './try-escape.ts'

const LIMITS = { cpuMsPerCall: 5_000, memoryBytes: 32 * 1024 * 1024, maxConcurrent: 4, maxBodyBytes: 100_000 }

/** Makes every attempt, in the sandbox and without one. */
export function testEscapes(create: () => Sandbox): void {
  describe('attempts to get out', () => {
    const together = escapeCorpus.filter(({ alone }) => !alone)
    const heard: string[] = []
    let shared: Guest
    const start = (attempts: readonly Escape[]) =>
      create().start(guestOf(attempts), { capabilities: capabilities((line) => heard.push(line)), limits: LIMITS })
    beforeAll(async () => {
      shared = await start(together)
    })
    afterAll(() => shared.stop())

    const ask = (guest: Guest, number: number) =>
      everything(
        Promise.resolve(
          guest.fetch(new Request(`http://guest.hydra.localhost/${number}`), { signal: AbortSignal.timeout(2_000) }),
        ),
      )

    it.each(together.map((attempt, number) => ({ ...attempt, number })))('$name', async ({ number }) => {
      expect(gotOut(await ask(shared, number))).toBe(false)
    })

    it.each(escapeCorpus.filter(({ alone }) => alone))('$name', async (attempt) => {
      const guest = await start([attempt])
      expect(gotOut(await ask(guest, 0))).toBe(false)
      await guest.stop()
    })

    it('are at least a hundred, and ninety of them get out of `new Function`', async () => {
      const out: string[] = []
      for (const attempt of escapeCorpus) {
        const signal = AbortSignal.timeout(2_000)
        const answer = async () => unguarded(attempt)(new Request('http://guest.hydra.localhost/'), { signal })
        const said = await Promise.race([everything(answer()), aborted(signal)])
        if (gotOut(said)) out.push(attempt.name)
      }
      expect(escapeCorpus.length).toBeGreaterThanOrEqual(100)
      expect(new Set(escapeCorpus.map(({ name }) => name)).size).toBe(escapeCorpus.length)
      expect(out.length).toBeGreaterThanOrEqual(90)
      expect(heard.filter(gotOut)).toEqual([])
    })
  })
}

function capabilities(log: (line: string) => void): Capabilities {
  const stored = new Map<string, string>()
  return {
    kv: {
      async get(key) {
        if (key.length > 512) throw new RangeError('That key is too long.')
        return stored.get(key)
      },
      set: async (key, value) => void stored.set(key, value),
      add: async () => true,
      delete: async (key) => void stored.delete(key),
      list: async () => [...stored],
    },
    fetch: (url) => Promise.reject(new TypeError(`"${url}" was not granted.`)),
    files: async () => undefined,
    randomness: true,
    log,
  }
}

function aborted(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve('nothing came of it')))
}
