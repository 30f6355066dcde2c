import { describe, expect, it, vi } from 'vitest'
import { grantDevice, signEntry } from '../entry-record.ts'
import { person, post, texts } from '../people.support.ts'
import type { Core, CoreEvent } from './core.ts'
import { NotWritableError } from './errors.ts'
import { offerAsHypercore } from './offer.ts'
import { readFromHypercore } from './read.ts'

type Listener = (...details: never[]) => void

/** A core of one process: what is appended is there for all who hold it. */
function createFakeCore({ writable = true }: { writable?: boolean } = {}) {
  const blocks: Uint8Array[] = []
  const listeners = new Map<CoreEvent, Set<Listener>>()
  let broken = false
  const emit = (event: CoreEvent, ...details: number[]): void => {
    for (const listener of listeners.get(event) ?? []) (listener as (...all: number[]) => void)(...details)
  }
  const core: Core = {
    key: new Uint8Array(32),
    writable,
    get length() {
      return blocks.length
    },
    ready: async () => {},
    async append(block) {
      if (broken) throw new Error('The disk is full.')
      blocks.push(block)
      emit('append')
    },
    get: async (index) => blocks[index] ?? null,
    on: (event, listener) => void listeners.set(event, (listeners.get(event) ?? new Set()).add(listener)),
    off: (event, listener) => void listeners.get(event)?.delete(listener),
  }
  return {
    core,
    blocks,
    emit,
    breakDown: (isBroken: boolean) => void (broken = isBroken),
    truncate(length: number) {
      blocks.length = length
      emit('truncate', length)
    },
  }
}

describe('a feed as a hypercore', () => {
  it('reads what is known once for all that came while it wrote', async () => {
    const ada = await person()
    await ada.feeds.write(post('first'))
    const { core, blocks } = createFakeCore()
    const go = Promise.withResolvers<void>()
    const append = core.append.bind(core)
    vi.spyOn(core, 'append').mockImplementation(async (block) => {
      await go.promise
      return append(block)
    })
    const offer = await offerAsHypercore(ada.feeds, core)
    for (let index = 0; index < 20; index++) await ada.feeds.write(post(`${index}`))
    const range = vi.spyOn(ada.feeds.records, 'range')
    go.resolve()
    await offer.settled()
    expect(blocks.length).toBe(21)
    // Its two lanes.
    expect(range.mock.calls.length).toBe(2)
    await offer.close()
  })

  it('has every record once, in the order in which it was said, those to come too, and again after a restart', async () => {
    const ada = await person()
    await ada.feeds.write(post('one'))
    await ada.feeds.write({ type: 'profile', nickname: 'Ada' })
    const { core, blocks } = createFakeCore()
    const offer = await offerAsHypercore(ada.feeds, core)
    await offer.settled()
    await ada.feeds.write(post('two'))
    await expect.poll(() => blocks.length).toBe(3)
    await offer.close()
    await ada.feeds.write(post('three'))
    const again = await offerAsHypercore(ada.feeds, core)
    await again.settled()
    expect([again.written, blocks.length]).toEqual([4, 4])

    const bob = await person()
    await bob.feeds.circle.followed.add(ada.key)
    const reading = await readFromHypercore(bob.feeds, core, { author: ada.key })
    await reading.settled()
    expect(await texts(bob.feeds.timeline())).toEqual(['three', 'two', 'one'])
    expect((await bob.feeds.profile(ada.key))?.body.nickname).toBe('Ada')
    await ada.feeds.write(post('four'))
    await expect.poll(() => texts(bob.feeds.timeline())).toEqual(['four', 'three', 'two', 'one'])
    expect(reading.counts).toEqual({ taken: 5, foreign: 0, others: 0, refused: 0 })
  })

  it('is read bit for bit: what comes out of a core has the id that it had', async () => {
    const [ada, bob] = [await person(), await person()]
    const { id } = await ada.feeds.write(post('one'))
    const { core } = createFakeCore()
    await (await offerAsHypercore(ada.feeds, core)).settled()
    await bob.feeds.circle.followed.add(ada.key)
    await (await readFromHypercore(bob.feeds, core, { author: ada.key })).settled()
    expect(await bob.feeds.records.get(id)).toEqual(await ada.feeds.records.get(id))
  })

  it('says that a core is not its to write to', async () => {
    const ada = await person()
    await expect(offerAsHypercore(ada.feeds, createFakeCore({ writable: false }).core)).rejects.toThrow(
      NotWritableError,
    )
  })

  it('says what kept a record out, and brings it with the next', async () => {
    const ada = await person()
    const { core, blocks, breakDown } = createFakeCore()
    const offer = await offerAsHypercore(ada.feeds, core)
    await offer.settled()
    breakDown(true)
    await ada.feeds.write(post('one'))
    await expect.poll(() => offer.settled().then(String, String)).toContain('The disk is full.')
    breakDown(false)
    await ada.feeds.write(post('two'))
    await expect.poll(() => blocks.length).toBe(2)
  })
})

describe('a hypercore that somebody else wrote', () => {
  it('gives what are no records to whoever wants them, and nobody takes them for an author’s', async () => {
    const bob = await person()
    const { core, blocks } = createFakeCore()
    blocks.push(new TextEncoder().encode('{"hello":"world"}'), new Uint8Array(5_000), new Uint8Array())
    const foreign: number[] = []
    const reading = await readFromHypercore(bob.feeds, core, {
      author: bob.key,
      onForeign: (index) => foreign.push(index),
    })
    await reading.settled()
    expect([foreign, reading.counts.foreign, bob.feeds.records.size]).toEqual([[0, 1, 2], 3, 0])
  })

  it('cannot speak for anybody: forged records are refused, and those of others passed over', async () => {
    const [ada, bob, eve] = [await person(), await person(), await person()]
    await bob.feeds.circle.followed.add(ada.key)
    const { core, blocks } = createFakeCore()
    const place = { sequence: 0, previous: undefined, time: 1_000 }
    // By her own device, in the name of another: the grant is not that author's.
    const grant = await grantDevice(eve.me.author, eve.device.publicKey)
    blocks.push(await signEntry(eve.device, { ...place, author: ada.key, grant, body: post('I am Ada') }))
    blocks.push(await signEntry(eve.device, { ...place, author: eve.key, grant, body: post('I am Eve') }))
    const reading = await readFromHypercore(bob.feeds, core, { author: ada.key })
    await reading.settled()
    expect(reading.counts).toEqual({ taken: 0, foreign: 0, others: 1, refused: 1 })
    expect(await texts(bob.feeds.read(ada.key))).toEqual([])
  })

  it('loses nothing that was taken when it forks or takes something back, and nothing more is taken from a fork', async () => {
    const [ada, bob] = [await person(), await person()]
    await bob.feeds.circle.followed.add(ada.key)
    const fake = createFakeCore()
    const offer = await offerAsHypercore(ada.feeds, fake.core)
    await ada.feeds.write(post('one'))
    await ada.feeds.write(post('two'))
    await expect.poll(() => fake.blocks.length).toBe(2)
    let told = 0
    const reading = await readFromHypercore(bob.feeds, fake.core, { author: ada.key, onFork: () => told++ })
    await reading.settled()
    fake.truncate(1)
    await reading.settled()
    expect(await texts(bob.feeds.timeline())).toEqual(['two', 'one'])
    fake.emit('conflict', 1, 0)
    await offer.close()
    await ada.feeds.write(post('three'))
    await (await offerAsHypercore(ada.feeds, fake.core)).settled()
    await reading.settled()
    expect([told, reading.forked]).toEqual([1, true])
    expect(await texts(bob.feeds.timeline())).toEqual(['two', 'one'])
  })
})
