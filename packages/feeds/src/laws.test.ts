import * as fc from 'fast-check'
import { createIdentity, type Identity, memorySlot, type PublicKey } from '@hydra/identity'
import { describe, expect, it } from 'vitest'
import { deviceOf, lastingStore, meet, person, type Person, post, take } from './people.support.ts'

const DEVICES = 2
const PEERS = 5
const step = fc.oneof(
  fc.record({
    type: fc.constant('write' as const),
    device: fc.nat(DEVICES - 1),
    count: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ type: fc.constant('meet' as const), one: fc.nat(PEERS - 1), other: fc.nat(PEERS - 1) }),
  fc.record({ type: fc.constant('crash' as const), device: fc.nat(DEVICES - 1) }),
)

/** Two devices of one author, and three who follow it: each with a store that outlives a crash. */
async function setUp() {
  const me = await createIdentity()
  const places = Array.from({ length: DEVICES }, () => ({ store: lastingStore(), slot: memorySlot() }))
  const open = (index: number) => deviceOf(me, `${index}`, { ...places[index], now: () => index * 1_000_000 })
  const devices = await Promise.all(places.map((_, index) => open(index)))
  const followers = await Promise.all([person(), person(), person()])
  for (const { feeds } of followers) await feeds.circle.followed.add(me.author.publicKey)
  return { me, devices, followers, open }
}

async function idsAt({ feeds }: Person, author: PublicKey): Promise<string[]> {
  return (await take(feeds.read(author), 1_000)).map(({ id }) => id)
}

async function runHistory(history: readonly Step[]): Promise<void> {
  const { me, devices, followers, open } = await setUp()
  const at = (index: number) => [...devices, ...followers][index] as Person
  const acknowledged: string[] = []
  for (const each of history) {
    if (each.type === 'meet' && each.one !== each.other) await meet(at(each.one).feeds, at(each.other).feeds)
    // Without a farewell: what was acknowledged is all that may be relied on.
    if (each.type === 'crash') devices[each.device] = await open(each.device)
    if (each.type !== 'write') continue
    const writes = Array.from({ length: each.count }, (_, i) => at(each.device).feeds.write(post(`${i}`)))
    acknowledged.push(...(await Promise.all(writes)).map(({ id }) => id))
  }
  for (const _round of [0, 1]) for (let i = 1; i < PEERS; i++) await meet(at(0).feeds, at(i).feeds)
  await expectOneFeed(me, [...devices, ...followers], acknowledged)
}

/** The key of a device is copied, and both go on from an empty log: whatever they do, everyone sees both, and that they forked. */
async function runFork(history: readonly Step[], copies: number): Promise<void> {
  const { me, devices, followers } = await setUp()
  const thief = await deviceOf(me, '0', { now: () => 5_000_000 })
  const peers = [...devices, ...followers, thief]
  let [own, stolen] = [0, 0]
  for (const each of history) {
    if (each.type === 'meet' && each.one !== each.other) {
      await meet(peers[each.one]!.feeds, peers[each.other]!.feeds)
    } else if (each.type === 'write' && each.device === 0) {
      await devices[0]!.feeds.write(post(`own ${own++}`))
    } else if (stolen < copies) {
      // Not having met the other, it writes where that one wrote.
      await thief.feeds.write(post(`stolen ${stolen++}`))
    }
  }
  for (const _round of [0, 1]) for (const peer of peers) if (peer !== thief) await meet(thief.feeds, peer.feeds)
  const author = me.author.publicKey
  const [feed, forks] = [await idsAt(thief, author), await thief.feeds.forks()]
  expect(feed).toHaveLength(own + stolen)
  expect(forks.map(({ sequence }) => sequence)).toEqual(Array.from({ length: Math.min(own, stolen) }, (_, i) => i))
  for (const peer of peers) {
    expect(await idsAt(peer, author)).toEqual(feed)
    expect(await peer.feeds.forks()).toEqual(forks)
  }
}

async function expectOneFeed(me: Identity, peers: readonly Person[], acknowledged: readonly string[]): Promise<void> {
  const author = me.author.publicKey
  const expected = await idsAt(peers[0] as Person, author)
  expect([...expected].sort()).toEqual([...acknowledged].sort())
  for (const peer of peers) {
    expect(await idsAt(peer, author)).toEqual(expected)
    expect(await peer.feeds.forks()).toEqual([])
    for (const { missing } of await peer.feeds.status(author)) expect(missing).toBe(0)
  }
}

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

describe('the laws of feeds', () => {
  it('whoever follows ends with the same feed, and nothing that was acknowledged is lost', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 14 }), runHistory), { numRuns: 20 })
  })

  it('a copied key is seen to fork by everyone, and both its logs are kept', { timeout: 60_000 }, async () => {
    const history = fc.tuple(fc.array(step, { maxLength: 14 }), fc.nat(4))
    await fc.assert(
      fc.asyncProperty(history, (drawn) => runFork(...drawn)),
      { numRuns: 15 },
    )
  })
})
