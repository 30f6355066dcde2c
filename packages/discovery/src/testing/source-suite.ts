import { peerIdFromString } from '@libp2p/peer-id'
import { afterEach, describe, expect, it } from 'vitest'
import type { Candidate, DiscoverySource } from '../source.ts'

/** A source, and a way to make somebody findable by it. */
export interface SourceUnderTest {
  readonly source: DiscoverySource
  /** Makes one more peer findable, and says who. Called before and while the source looks. */
  readonly appear: () => Promise<{ readonly peerId: string }>
  /** Lets time pass, where the source waits for a clock of the test's own. */
  readonly pass?: () => Promise<void>
  readonly close?: () => Promise<void>
}

/** What every discovery source must do. `late` is false for sources that cannot learn of anybody new. */
export function testSource(name: string, create: () => Promise<SourceUnderTest>, { late = true } = {}): void {
  describe(`source: ${name}`, () => {
    const ends: (() => Promise<void>)[] = []
    afterEach(async () => {
      for (const end of ends.splice(0)) await end()
    })

    async function start() {
      const tested = await create()
      const life = new AbortController()
      ends.push(async () => {
        life.abort()
        await tested.close?.()
      })
      return { ...tested, life }
    }

    it('finds a peer that was there before it looked', async () => {
      const { source, appear, pass, life } = await start()
      const { peerId } = await appear()
      expect((await look(source, peerId, life, pass)).peerId).toBe(peerId)
    })

    if (late) {
      it('finds a peer that appears while it looks', async () => {
        const { source, appear, pass, life } = await start()
        const first = await appear()
        await look(source, first.peerId, life, pass, async () => {
          const second = await appear()
          return second.peerId
        })
      })
    }

    it('yields peers that somebody could dial', async () => {
      const { source, appear, pass, life } = await start()
      const { peerId } = await appear()
      const found = await look(source, peerId, life, pass)
      expect(peerIdFromString(found.peerId).toString()).toBe(peerId)
      expect(found.addresses.length).toBeGreaterThan(0)
      for (const address of found.addresses) expect(address).toMatch(/^\//)
    })

    it('ends by itself when the signal aborts', async () => {
      const { source, appear, pass, life } = await start()
      const { peerId } = await appear()
      let ended = false
      const looking = (async () => {
        for await (const found of source.find({ signal: life.signal })) if (found.peerId === peerId) life.abort()
        ended = true
      })()
      await Promise.all([looking, passUntil(() => ended, pass)])
      expect(life.signal.aborted).toBe(true)
    })

    it('finds nobody for a signal that is aborted already', async () => {
      const { source, appear } = await start()
      await appear()
      const found: Candidate[] = []
      for await (const candidate of source.find({ signal: AbortSignal.abort() })) found.push(candidate)
      expect(found).toEqual([])
    })

    it('looks twice at once, each look on its own', async () => {
      const { source, appear, pass, life } = await start()
      const { peerId } = await appear()
      const other = new AbortController()
      const [first, second] = await Promise.all([look(source, peerId, life, pass), look(source, peerId, other, pass)])
      expect([first.peerId, second.peerId]).toEqual([peerId, peerId])
    })
  })
}

async function look(
  source: DiscoverySource,
  wanted: string,
  life: AbortController,
  pass?: () => Promise<void>,
  andThen?: () => Promise<string>,
): Promise<Candidate> {
  let done = false
  async function run(): Promise<Candidate> {
    let next: Promise<string> | undefined
    for await (const candidate of source.find({ signal: life.signal })) {
      if (next === undefined && candidate.peerId === wanted) {
        if (!andThen) return candidate
        next = andThen()
      } else if (next !== undefined && candidate.peerId === (await next)) return candidate
    }
    throw new Error(`The source ended without having found ${wanted}.`)
  }
  const running = run().finally(() => {
    done = true
  })
  const [found] = await Promise.all([running, passUntil(() => done, pass)])
  life.abort()
  return found
}

async function passUntil(done: () => boolean, pass?: () => Promise<void>): Promise<void> {
  if (!pass) return
  while (!done()) await pass()
}
