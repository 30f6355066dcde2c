import { describe, expect, it, onTestFinished } from 'vitest'
import { createDiscovery, type Discovery, type DiscoveryOptions } from './discovery.ts'
import type { Dialer } from './dialer.ts'
import { createMeeting } from './memory-source.ts'
import type { Candidate, DiscoverySource, Origin } from './source.ts'
import { staticList } from './static-list.ts'
import { memoryStore } from './store.ts'
import { createMemoryNetwork } from './testing/memory-network.ts'
import { seededRandom } from './testing/seeded-random.ts'
import { type TestPeer, testPeer } from './testing/test-peer.ts'
import { virtualClock } from './testing/virtual-clock.ts'

function world() {
  const clock = virtualClock()
  const network = createMemoryNetwork(clock)
  async function start(number: number, options: Partial<DiscoveryOptions> = {}) {
    const peer = await testPeer(number)
    const member = network.join(peer.peerId, peer.address)
    const random = seededRandom(number)
    const discovery = createDiscovery({ self: peer, dialer: member.dialer, sources: [], clock, random, ...options })
    onTestFinished(() => discovery.close())
    return { peer, member, discovery, connected: () => [...member.dialer.connections()].map(({ peerId }) => peerId) }
  }
  return { clock, network, start }
}

/** Yields what it is given, once. */
function yielding(candidates: readonly Candidate[], origin: Origin = 'strangers'): DiscoverySource {
  return {
    name: 'given',
    origin,
    async *find() {
      yield* candidates
    },
  }
}

const about = (discovery: Discovery, { peerId }: { peerId: string }) =>
  discovery.explain().peers.find((peer) => peer.peerId === peerId)
const refusals = (discovery: Discovery) => discovery.explain().sources[0]?.refused

describe('discovery', () => {
  it('connects peers that meet in any of its sources, and says by which', async () => {
    const { clock, start } = world()
    const meeting = createMeeting()
    const alice = await start(1, { sources: [meeting.source()] })
    const bob = await start(2, { sources: [meeting.source()] })
    await clock.until(() => alice.connected().includes(bob.peer.peerId))
    expect(about(alice.discovery, bob.peer)).toMatchObject({ sources: ['memory'], state: 'connected', signed: true })
    expect(bob.discovery.explain().sources).toMatchObject([{ name: 'memory', announced: true, state: 'running' }])
  })

  it('goes on with the other sources when one fails, tries that one again, and says why it failed', async () => {
    const { clock, start } = world()
    const bob = await start(2)
    let starts = 0
    const broken: DiscoverySource = {
      name: 'broken',
      // oxlint-disable-next-line require-yield
      async *find() {
        starts++
        throw new Error('out of order')
      },
    }
    const alice = await start(1, { sources: [broken, staticList(bob.peer.addresses())] })
    await clock.until(() => alice.connected().length === 1)
    expect(alice.discovery.explain().sources[0]).toMatchObject({ state: 'failed', lastError: 'out of order' })
    await clock.until(() => starts > 2)
  })

  it('believes what a peer signed over what others say of it', async () => {
    const { clock, start } = world()
    const bob = await start(2)
    const { peerId } = bob.peer
    const { signedRecord } = await bob.peer.own(5n)
    const lie = { peerId, addresses: ['/ip4/9.9.9.9/tcp/4001'] }
    const truth = { peerId, addresses: ['/ip4/7.7.7.7/tcp/4001'], signedRecord }
    const alice = await start(1, { sources: [yielding([lie, truth, lie])] })
    await clock.until(() => alice.connected().length === 1)
    expect(about(alice.discovery, bob.peer)?.addresses).toEqual([bob.peer.address])
  })

  it('backs off from who does not answer, and forgets who never did', async () => {
    const { clock, start } = world()
    const ghost = await testPeer(9)
    const alice = await start(1, { sources: [yielding([ghost.candidate()])] })
    await clock.until(() => about(alice.discovery, ghost)?.state === 'unreachable')
    const dials = about(alice.discovery, ghost)?.dials ?? 0
    await clock.advance(1000)
    expect(about(alice.discovery, ghost)?.dials).toBe(dials)
    await clock.until(() => about(alice.discovery, ghost)?.state === 'given-up')
    expect(about(alice.discovery, ghost)).toMatchObject({ dials: 5, why: expect.stringMatching(/never answered/) })
    await clock.advance(3_600_001)
    expect(about(alice.discovery, ghost)).toBeUndefined()
  })

  it('keeps trying who the user named', async () => {
    const { clock, start } = world()
    const late = await testPeer(2)
    const alice = await start(1, { sources: [staticList(late.addresses())] })
    await clock.until(() => (about(alice.discovery, late)?.failures ?? 0) > 6)
    const bob = await start(2)
    await clock.until(() => alice.connected().includes(bob.peer.peerId), { stepMs: 10_000 })
  })

  it('does not hammer a peer that takes connections and ends them at once', async () => {
    const { clock, start } = world()
    const bob = await start(2, { topology: (_known, connected) => ({ dial: [], drop: connected.map(({ id }) => id) }) })
    const alice = await start(1, { sources: [staticList(bob.peer.addresses())] })
    await clock.advance(60_000)
    expect(about(alice.discovery, bob.peer)?.dials).toBeLessThan(8)
    expect(about(alice.discovery, bob.peer)?.failures).toBeGreaterThan(1)
  })

  it('finds back by what it remembers, its anchors first, with no source left', async () => {
    const { clock, start } = world()
    const store = memoryStore()
    const others = await Promise.all([2, 3, 4].map((number) => start(number)))
    const sources = [staticList(others.flatMap(({ peer }) => [...peer.addresses()]))]
    const first = await start(1, { store, sources })
    await clock.until(() => first.connected().length === 3)
    await clock.advance(20_000)
    const anchors = first.discovery.explain().peers.filter(({ anchor }) => anchor)
    expect(anchors).toHaveLength(2)
    await first.discovery.close()
    first.member.leave()

    const second = await start(1, { store, sources: [] })
    await clock.until(() => second.connected().length === 3)
    const still = second.discovery.explain().peers.filter(({ anchor }) => anchor)
    expect(still.map(({ peerId }) => peerId).sort()).toEqual(anchors.map(({ peerId }) => peerId).sort())
    expect(still[0]?.sources).toEqual(['remembered'])
  })

  it('does not replace what it has not read yet', async () => {
    const { clock, start } = world()
    const reading = Promise.withResolvers<Uint8Array | undefined>()
    let saves = 0
    const store = { load: () => reading.promise, save: async () => void saves++ }
    const alice = await start(1, { store })
    await clock.advance(60_000)
    await alice.discovery.close()
    expect(saves).toBe(0)
    const bob = await start(2, { store })
    reading.resolve(undefined)
    await clock.advance(60_000)
    await bob.discovery.close()
    expect(saves).toBeGreaterThan(0)
  })

  it('starts with nothing when what it remembers is damaged, and says so', async () => {
    const { clock, start } = world()
    const store = memoryStore()
    await store.save(new TextEncoder().encode('garbage'))
    const bob = await start(2)
    const alice = await start(1, { store: { ...store, save: async () => {} }, sources: [] })
    await clock.advance(100)
    expect(alice.discovery.explain().storeError).toMatch(/list of remembered peers/)
    const carol = await start(3, { store, sources: [staticList(bob.peer.addresses())] })
    await clock.until(() => carol.connected().length === 1)
  })

  it('stops for good when it is closed, twice if need be, and leaves connections as they are', async () => {
    const { clock, start } = world()
    const meeting = createMeeting()
    const alice = await start(1, { sources: [meeting.source()] })
    const bob = await start(2, { sources: [meeting.source()] })
    await clock.until(() => alice.connected().length === 1)
    await alice.discovery.close()
    await alice.discovery.close()
    const carol = await start(3, { sources: [meeting.source()] })
    await clock.advance(60_000)
    expect(alice.connected()).toContain(bob.peer.peerId)
    expect(about(alice.discovery, carol.peer)?.dials ?? 0).toBe(0)
  })

  it('closes although a source does not listen to its signal', async () => {
    const { start } = world()
    const deaf: DiscoverySource = {
      name: 'deaf',
      async *find() {
        await new Promise(() => {})
        yield { peerId: '', addresses: [] }
      },
    }
    const alice = await start(1, { sources: [deaf] })
    await expect(alice.discovery.close()).resolves.toBeUndefined()
  })

  it('gives up a dial that never ends, whether or not the dialer listens', async () => {
    const { clock, start } = world()
    const ghost = await testPeer(9)
    for (const listens of [true, false]) {
      const alice = await start(listens ? 1 : 2)
      await alice.discovery.close()
      const dial: Dialer['dial'] = (_peerId, _addresses, { signal }) =>
        new Promise((_, reject) => {
          if (listens) signal.addEventListener('abort', () => reject(signal.reason as Error))
        })
      const dialer = { ...alice.member.dialer, dial }
      const sources = [staticList(ghost.addresses())]
      const discovery = createDiscovery({ self: alice.peer, dialer, sources, clock, random: seededRandom(1) })
      await clock.until(() => about(discovery, ghost)?.state === 'dialling')
      await clock.until(() => about(discovery, ghost)?.state === 'unreachable')
      expect(about(discovery, ghost)?.lastError).toMatch(/too long/)
      await discovery.close()
    }
  })

  it('tells its listeners when the picture changes, until they have heard enough', async () => {
    const { clock, start } = world()
    const bob = await start(2)
    const alice = await start(1, { sources: [staticList(bob.peer.addresses())] })
    let calls = 0
    const unsubscribe = alice.discovery.onChange(() => calls++)
    await clock.until(() => calls > 0)
    unsubscribe()
    const before = calls
    await clock.advance(30_000)
    expect(calls).toBe(before)
  })
})

describe('what strangers offer', () => {
  async function offer(candidates: readonly Candidate[], options: Partial<DiscoveryOptions> = {}, origin?: Origin) {
    const { clock, start } = world()
    const alice = await start(1, { sources: [yielding(candidates, origin)], ...options })
    await clock.advance(20_000)
    return alice.discovery
  }

  it('is refused and counted where it is not a peer, or has no address that can be dialled', async () => {
    const { peerId } = await testPeer(2)
    const discovery = await offer([
      { peerId: 'nobody', addresses: ['/ip4/8.8.8.8/tcp/4001'] },
      { peerId: 7, addresses: {} } as unknown as Candidate,
      { peerId, addresses: ['not an address', `/ip4/8.8.8.8/tcp/4001/p2p/${(await testPeer(3)).peerId}`] },
      { peerId, addresses: ['/dnsaddr/example.org', '/ip4/1.1.1.1/tcp/1/p2p-circuit/p2p-circuit'] },
      { peerId, addresses: ['x'.repeat(100_000)] },
    ])
    expect(discovery.explain().peers).toEqual([])
    expect(refusals(discovery)).toEqual({ malformed: 7, 'no-address': 3 })
  })

  it('is refused where the card was signed by somebody else', async () => {
    const [victim, mallory] = [await testPeer(2), await testPeer(3)]
    const foreign = (await mallory.own()).signedRecord
    const forged = (await victim.own()).signedRecord.slice()
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1
    const cards = [foreign, forged].map((signedRecord) => ({ ...victim.candidate(), signedRecord }))
    const discovery = await offer(cards)
    expect(discovery.explain().peers).toEqual([])
    expect(refusals(discovery)).toEqual({ 'foreign-record': 2 })
  })

  it('does not lead back to where a peer was before it moved', async () => {
    const bob = await testPeer(2)
    const card = async (port: number, sequence: bigint): Promise<Candidate> => {
      const addresses = [`/ip4/8.8.8.8/tcp/${port}`]
      return { peerId: bob.peerId, addresses, signedRecord: await bob.sign(addresses, sequence) }
    }
    const discovery = await offer([await card(2222, 2n), await card(1111, 1n)])
    expect(about(discovery, bob)?.addresses).toEqual(['/ip4/8.8.8.8/tcp/2222'])
    expect(refusals(discovery)).toEqual({ 'stale-record': 1 })
  })

  const inside = '/ip4/192.168.1.1/tcp/4001'
  it('is not dialled inside private networks, unless policy allows', async () => {
    const { peerId } = await testPeer(2)
    const candidates = [{ peerId, addresses: [inside] }]
    expect(refusals(await offer(candidates))).toMatchObject({ 'private-address': 1, 'no-address': 1 })
    expect(about(await offer(candidates, { addresses: () => true }), { peerId })?.dials).toBeGreaterThan(0)
    expect(about(await offer(candidates, {}, 'local-network'), { peerId })?.dials).toBeGreaterThan(0)
  })

  it('is this peer itself, and is not dialled', async () => {
    expect(refusals(await offer([(await testPeer(1)).candidate()]))).toEqual({ own: 1 })
  })

  it('may be a huge list of addresses, of which a few are kept', async () => {
    const { peerId } = await testPeer(2)
    const addresses = Array.from({ length: 100_000 }, (_, index) => `/ip4/8.8.8.8/tcp/${1024 + (index % 60_000)}`)
    const discovery = await offer([{ peerId, addresses }])
    expect(about(discovery, { peerId })?.addresses).toHaveLength(16)
    expect(refusals(discovery)).toEqual({ 'too-many-addresses': 1 })
  })

  it('fills no more than the book, at a bounded pace, and pushes out nobody who another source found', async () => {
    const { clock, start } = world()
    const honest = await testPeer(0)
    let offered = 0
    const flood: DiscoverySource = {
      name: 'flood',
      async *find({ signal }) {
        while (!signal.aborted) yield (await testPeer(++offered % 400)).candidate()
      },
    }
    const sources = [{ ...yielding([honest.candidate()]), name: 'honest' }, flood]
    const alice = await start(500, { maxKnown: 50, sources, topology: () => ({ dial: [], drop: [] }) })
    await clock.advance(5_000)
    expect(alice.discovery.explain().peers).toHaveLength(50)
    expect(about(alice.discovery, honest)?.sources).toContain('honest')
    // 256 at once and 20 a second: the rest waits in the source.
    expect(offered).toBeLessThan(256 + 6 * 20)
    expect(alice.discovery.explain().sources[1]?.refused['book-full']).toBeGreaterThan(100)
  })
})

describe('the sample that a neighbour is shown', () => {
  async function surrounded(): Promise<{ discovery: Discovery; peers: TestPeer[] }> {
    const { clock, start } = world()
    const meeting = createMeeting()
    const others = await Promise.all([2, 3, 4, 5, 6, 7].map((number) => start(number, { sources: [meeting.source()] })))
    const alice = await start(1, { sources: [meeting.source()] })
    await clock.until(() => alice.connected().length >= 5)
    return { discovery: alice.discovery, peers: others.map(({ peer }) => peer) }
  }

  it('is bounded, the same for one asker, different for another, and without the asker', async () => {
    const { discovery, peers } = await surrounded()
    const [asker] = peers as [TestPeer]
    const first = discovery.sample(asker.peerId, 3)
    expect(first).toHaveLength(3)
    expect(discovery.sample(asker.peerId, 3)).toEqual(first)
    const samples = peers.map(({ peerId }) => JSON.stringify(discovery.sample(peerId, 3)))
    expect(new Set(samples).size).toBeGreaterThan(1)
    expect(discovery.sample(asker.peerId, 100).length).toBeLessThanOrEqual(5)
  })
})
