import { describe, expect, it } from 'vitest'
import type { Calls } from '../calls.ts'
import type { Dialer } from '../dialer.ts'
import { equalBytes } from '../equal-bytes.ts'

/** Two peers that can reach each other; the first dials. */
export interface PairUnderTest {
  readonly alice: { readonly dialer: Dialer; readonly calls: Calls }
  readonly bob: {
    readonly dialer: Dialer
    readonly calls: Calls
    readonly peerId: string
    readonly addresses: readonly string[]
  }
  /** Addresses at which bob is not. */
  readonly nowhere: readonly string[]
}

const never = (): AbortSignal => new AbortController().signal

/** What every dialer must do. */
export function testDialer(name: string, create: () => Promise<PairUnderTest>): void {
  describe(`dialer: ${name}`, () => {
    it('connects to a peer, and both sides see it, each from its side', async () => {
      const { alice, bob } = await create()
      await alice.dialer.dial(bob.peerId, bob.addresses, { signal: never() })
      await expect.poll(() => [...bob.dialer.connections()].length).toBe(1)
      expect([...alice.dialer.connections()]).toMatchObject([{ peerId: bob.peerId, outbound: true }])
      expect([...bob.dialer.connections()]).toMatchObject([{ outbound: false }])
    })

    it('tells of connections that open and close, until told to stop', async () => {
      const { alice, bob } = await create()
      let changes = 0
      const unsubscribe = alice.dialer.onChange(() => changes++)
      await alice.dialer.dial(bob.peerId, bob.addresses, { signal: never() })
      await expect.poll(() => changes).toBeGreaterThan(0)
      const opened = changes
      await alice.dialer.hangUp(bob.peerId)
      await expect.poll(() => changes).toBeGreaterThan(opened)
      unsubscribe()
      const before = changes
      await alice.dialer.dial(bob.peerId, bob.addresses, { signal: never() })
      await expect.poll(() => [...alice.dialer.connections()].length).toBe(1)
      expect(changes).toBe(before)
    })

    it('ends a connection on both sides', async () => {
      const { alice, bob } = await create()
      await alice.dialer.dial(bob.peerId, bob.addresses, { signal: never() })
      await alice.dialer.hangUp(bob.peerId)
      await expect.poll(() => [...alice.dialer.connections(), ...bob.dialer.connections()]).toEqual([])
      await expect(alice.dialer.hangUp(bob.peerId)).resolves.toBeUndefined()
    })

    it('fails where nobody is, and when the signal aborts', async () => {
      const { alice, bob, nowhere } = await create()
      await expect(alice.dialer.dial(bob.peerId, nowhere, { signal: never() })).rejects.toThrow()
      await expect(alice.dialer.dial(bob.peerId, bob.addresses, { signal: AbortSignal.abort() })).rejects.toThrow()
      expect([...alice.dialer.connections()]).toEqual([])
    })
  })
}

const PROTOCOL = '/hydra/discovery/test/1.0.0'

/** What every way to call a neighbour must do. */
export function testCalls(name: string, create: () => Promise<PairUnderTest>): void {
  async function connected(): Promise<PairUnderTest> {
    const pair = await create()
    await pair.alice.dialer.dial(pair.bob.peerId, pair.bob.addresses, { signal: never() })
    await expect.poll(() => [...pair.bob.calls.neighbours()].length).toBe(1)
    return pair
  }

  describe(`calls: ${name}`, () => {
    it('bring a question and its answer unchanged, also large ones, and say who asks', async () => {
      const { alice, bob } = await connected()
      const askers: string[] = []
      await bob.calls.answer(PROTOCOL, async ({ peerId }, question) => {
        askers.push(peerId)
        return question.toReversed()
      })
      const question = Uint8Array.from({ length: 60_000 }, (_, index) => index % 251)
      const answer = await alice.calls.ask(bob.peerId, PROTOCOL, question, { signal: never() })
      expect(equalBytes(answer, question.toReversed())).toBe(true)
      expect(askers).toEqual([...bob.calls.neighbours()])
    })

    it('know the neighbours of now', async () => {
      const { alice, bob } = await connected()
      expect([...alice.calls.neighbours()]).toEqual([bob.peerId])
      await alice.dialer.hangUp(bob.peerId)
      await expect.poll(() => [...bob.calls.neighbours()]).toEqual([])
    })

    it('fail where the answerer refuses or throws, where nobody answers, and for strangers', async () => {
      const { alice, bob } = await connected()
      const ask = (peerId = bob.peerId) => alice.calls.ask(peerId, PROTOCOL, Uint8Array.of(1), { signal: never() })
      await expect(ask()).rejects.toThrow()
      const stop = await bob.calls.answer(PROTOCOL, async () => undefined)
      await expect(ask()).rejects.toThrow()
      stop()
      await expect
        .poll(() =>
          bob.calls
            .answer(PROTOCOL, () => Promise.reject(new Error('broken')))
            .then(
              () => true,
              () => false,
            ),
        )
        .toBe(true)
      await expect(ask()).rejects.toThrow()
      await alice.dialer.hangUp(bob.peerId)
      await expect(ask()).rejects.toThrow()
    })

    it('let a protocol have one answerer', async () => {
      const { bob } = await connected()
      await bob.calls.answer(PROTOCOL, async () => Uint8Array.of(1))
      await expect(bob.calls.answer(PROTOCOL, async () => Uint8Array.of(2))).rejects.toThrow()
    })

    it('end when the signal aborts', async () => {
      const { alice, bob } = await connected()
      const asked = Promise.withResolvers<void>()
      await bob.calls.answer(PROTOCOL, async () => {
        asked.resolve()
        return new Promise<Uint8Array>(() => {})
      })
      const life = new AbortController()
      const asking = alice.calls.ask(bob.peerId, PROTOCOL, Uint8Array.of(1), { signal: life.signal })
      asking.catch(() => {})
      await asked.promise
      life.abort()
      await expect(asking).rejects.toThrow()
    })
  })
}
