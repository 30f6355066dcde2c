import { encodeRecord } from '@hydra/records'
import { createKeyPair, memorySlot, type PublicKey } from '@hydra/identity'
import { describe, expect, it } from 'vitest'
import { deviceOf, lastingStore, meet, person, type Person, post, take, texts } from './people.support.ts'
import { chooseStrangers, MAX_ENTRIES, MAX_STRANGERS } from './strangers.ts'

const secretOf = (number: number) => new Uint8Array(32).fill(number)
const keys = (count: number) =>
  Promise.all(Array.from({ length: count }, async () => (await createKeyPair()).publicKey))

async function writes(author: Person, count: number): Promise<void> {
  for (let index = 0; index < count; index++) await author.feeds.write(post(`${index}`))
}

async function kept(peer: Person, author: PublicKey): Promise<number> {
  return (await take(peer.feeds.read(author), 10_000)).length
}

describe('a sample of strangers', () => {
  it('gives places by the share of work, and by a lot that nobody else knows', async () => {
    const [honest, hostile] = [await keys(100), await keys(100)]
    const all = new Map([...honest.map((key) => [key, 3] as const), ...hostile.map((key) => [key, 1] as const)])
    const samples = Array.from({ length: 50 }, (_, number) => [...chooseStrangers(all, secretOf(number)).keys()])
    for (const sample of samples) expect(sample).toHaveLength(MAX_STRANGERS)
    const places = samples.flat().filter((key) => hostile.includes(key)).length
    // A fifth of what is drawn first, and a little more of what is left.
    expect(places / (50 * MAX_STRANGERS)).toBeGreaterThan(0.15)
    expect(places / (50 * MAX_STRANGERS)).toBeLessThan(0.35)
    expect(new Set(samples.map((sample) => sample.toSorted().join())).size).toBe(50)
  })

  it('keeps a little of each, whatever they push, and all of whom this user follows', async () => {
    const [bob, ada, mallory] = [await person(), await person(), await person()]
    await writes(ada, MAX_ENTRIES + 20)
    await writes(mallory, MAX_ENTRIES + 50)
    await bob.feeds.circle.followed.add(ada.key)
    await bob.feeds.circle.strangers.meet([[mallory.key, 1]])
    for (const other of [mallory, ada]) await meet(bob.feeds, other.feeds)
    expect(await kept(bob, mallory.key)).toBe(MAX_ENTRIES)
    expect(await kept(bob, ada.key)).toBe(MAX_ENTRIES + 20)
    expect((await texts(bob.feeds.timeline())).length).toBeLessThanOrEqual(MAX_ENTRIES + 20)
    await bob.feeds.circle.followed.add(mallory.key)
    await meet(bob.feeds, mallory.feeds)
    expect(await kept(bob, mallory.key)).toBe(MAX_ENTRIES + 50)
    expect([...bob.feeds.circle.strangers]).toEqual([])
  })

  it('is remembered, counted again, and lets go of who loses the place', async () => {
    const places = { store: lastingStore(), slot: memorySlot() }
    const [bob, eve] = [await person(places), await person()]
    await writes(eve, MAX_ENTRIES - 5)
    await bob.feeds.circle.strangers.meet([[eve.key, 1]])
    await meet(bob.feeds, eve.feeds)
    const again = await deviceOf(bob.me, 'first', places)
    expect([...again.feeds.circle.strangers]).toEqual([eve.key])
    await writes(eve, 20)
    await meet(again.feeds, eve.feeds)
    expect(await kept(again, eve.key)).toBe(MAX_ENTRIES)
    // Who works a million times as much has the place for sure.
    await again.feeds.circle.strangers.meet((await keys(MAX_STRANGERS)).map((key) => [key, 1_000_000]))
    expect(again.feeds.circle.strangers.has(eve.key)).toBe(false)
    expect(await kept(again, eve.key)).toBe(0)
  })

  it('hears a stranger who answers, and nobody who is blocked', async () => {
    const [ada, eve, troll] = [await person(), await person(), await person()]
    const { id } = await ada.feeds.write(post('Hello?'))
    await ada.feeds.circle.blocked.add(troll.key)
    await ada.feeds.circle.strangers.meet([eve, troll].map(({ key }) => [key, 1]))
    for (const other of [eve, troll]) {
      await other.feeds.write({ type: 'comment', on: id, text: 'Hello!' })
      await meet(ada.feeds, other.feeds)
    }
    expect((await ada.feeds.thread(id))?.comments.map(({ author }) => author)).toEqual([eve.key])
    expect(await texts(ada.feeds.timeline())).toEqual(['Hello?'])
  })

  it('is empty where the circle was written before there were any', async () => {
    const [bob] = [await person()]
    const slot = memorySlot()
    await slot.write(encodeRecord(['circle', 1, [bob.key], [], [], { timeline: 7 }]), 'replace')
    const { feeds } = await person({ slot })
    expect([[...feeds.circle.followed], [...feeds.circle.strangers]]).toEqual([[bob.key], []])
    expect(feeds.circle.readUntil('timeline')).toBe(7)
  })
})

describe('friends of friends', () => {
  it('are carried where this user wants it, as many as it wants, and not shown as followed', async () => {
    const [bob, carol, dave] = [await person(), await person(), await person()]
    await carol.feeds.write(post('by Carol'))
    await dave.feeds.write(post('by Dave'))
    await bob.feeds.write({ type: 'contacts', authors: [dave.key] })
    await bob.feeds.write({ type: 'contacts', authors: [carol.key, dave.key] })
    for (const [most, expected] of [
      [0, 0],
      [1, 1],
      [5, 2],
    ] as const) {
      const { feeds } = await person({ friendsOfFriends: most })
      await feeds.circle.followed.add(bob.key)
      await meet(feeds, bob.feeds)
      const count = async () => {
        for (const other of [carol, dave]) await meet(feeds, other.feeds)
        return (await Promise.all([carol, dave].map(({ key }) => take(feeds.read(key))))).flat().length
      }
      await expect.poll(count).toBe(expected)
      expect(await texts(feeds.timeline())).toEqual([])
      await feeds.close()
    }
  })
})
