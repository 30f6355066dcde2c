import { createKeyPair, fingerprint, type KeyPair, memorySlot } from '@hydra/identity'
import { createPipe, createRecordSet, memoryStore, type RecordSet, type RecordStore } from '@hydra/records'
import { afterEach, describe, expect, it } from 'vitest'
import { createNames } from './create-names.ts'
import type { Names } from './names.ts'
import { displayName } from './names.ts'
import { serviceNames } from './service-names.ts'
import { practiceRules } from './practice-rules.ts'
import { recordsOf } from './validate.ts'

const rules = practiceRules()
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

interface Peer {
  readonly names: Names
  readonly records: RecordSet
}

async function peer(options: { slot?: ReturnType<typeof memorySlot>; store?: RecordStore } = {}): Promise<Peer> {
  const { slot = memorySlot(), store = memoryStore() } = options
  const records = await createRecordSet({ ...recordsOf(rules), store })
  const names = await createNames({ records, rules, slot })
  closing.push(async () => {
    await names.close()
    await records.close()
  })
  return { names, records }
}

async function meet(one: Peer, other: Peer): Promise<void> {
  const [near, far] = createPipe()
  await Promise.all([one.records.sync(near), other.records.answer(far)])
}

const keys = async (count: number): Promise<KeyPair[]> =>
  Promise.all(Array.from({ length: count }, () => createKeyPair()))

describe('names', () => {
  it('are claimed, updated, resolved and searched', async () => {
    const [alice] = (await keys(1)) as [KeyPair]
    const { names } = await peer()
    const claim = await names.claim('Alice-Photos', alice, { title: 'Photos of Alice', tags: ['cats'] })
    expect(claim).toMatchObject({
      name: 'alice-photos',
      key: alice.publicKey,
      fingerprint: fingerprint(alice.publicKey),
      contested: false,
    })
    expect(displayName(claim)).toBe(`alice-photos (${fingerprint(alice.publicKey)})`)
    const updated = await names.update('alice-photos', alice, { title: 'Photos and films' })
    expect(updated).toMatchObject({ payload: { title: 'Photos and films' }, history: [claim.block, updated.block] })
    expect(await names.resolve('ALICE-photos')).toEqual([updated])
    expect(await names.search('film')).toEqual([updated])
    expect(await names.search('cats')).toEqual([])
    expect(await names.search('')).toEqual([])
    expect(await names.resolve('nobody')).toEqual([])
    const [stranger] = (await keys(1)) as [KeyPair]
    await expect(names.update('alice-photos', stranger, {})).rejects.toThrow('no claim')
    expect([...names.log()].map(({ id, height }) => [id, height])).toEqual([
      [updated.block, 1],
      [claim.block, 0],
    ])
  })

  it('are marked while a rival is close, and doubted where one has overtaken the claim that was seen first', async () => {
    const [first, rival] = (await keys(2)) as [KeyPair, KeyPair]
    const [here, there, stranger] = [await peer(), await peer(), await peer()]
    await here.names.claim('shared', first, {}, { work: 100 })
    await there.names.claim('shared', rival, {}, { work: 60 })
    expect(await here.names.resolve('shared')).toMatchObject([{ key: first.publicKey, contested: false }])
    await meet(here, there)
    expect(await here.names.resolve('shared')).toMatchObject([
      { key: first.publicKey, contested: true, work: 100, exclusive: 100, against: 60 },
      { key: rival.publicKey, contested: true, work: 60, exclusive: 60, against: 100 },
    ])
    // Whoever builds on the rival's claim alone lifts it over the first.
    const alone = await peer()
    for await (const { bytes } of there.records.range()) await alone.records.add(bytes)
    const claims = await there.names.resolve('shared')
    expect(claims.map(({ key }) => key)).toEqual([first.publicKey, rival.publicKey])
    const far = await peer()
    await far.records.add((await there.records.get(claims[1]?.block as never)) as Uint8Array)
    await far.names.claim('elsewhere', rival, {}, { work: 1000 })
    await meet(here, far)
    await meet(stranger, here)
    expect(await here.names.resolve('shared')).toMatchObject([
      { key: rival.publicKey, contested: false, work: 1060 },
      { key: first.publicKey, contested: false },
    ])
    expect(await stranger.names.resolve('shared')).toEqual(await here.names.resolve('shared'))
    expect(here.names.local.before('shared')).toBe(first.publicKey)
    const services = serviceNames(here.names)
    expect(await services.resolve('shared')).toEqual({ key: rival.publicKey, trust: 'contested' })
    await here.names.local.pin('shared', first.publicKey)
    expect(await here.names.resolve('shared')).toMatchObject([
      { key: first.publicKey, pinned: true },
      { key: rival.publicKey },
    ])
    expect(await services.resolve('shared')).toEqual({ key: first.publicKey, trust: 'petname' })
    const petnames = { keyOf: (name: string) => (name === 'shared' ? rival.publicKey : undefined) }
    expect(await serviceNames(here.names, petnames).resolve('shared')).toEqual({
      key: rival.publicKey,
      trust: 'petname',
    })
    expect(await serviceNames(stranger.names).resolve('shared')).toEqual({ key: rival.publicKey, trust: 'ledger' })
    expect(await services.resolve('not a name')).toBeUndefined()
    expect(await services.resolve('nobody')).toBeUndefined()
  })

  it('that look like another with more work are flagged', async () => {
    const [first, imitator] = (await keys(2)) as [KeyPair, KeyPair]
    const { names } = await peer()
    await names.claim('paypal', first, {}, { work: 100 })
    await names.claim('paypa1', imitator)
    await names.claim('раураl'.replace('l', 'ӏ'), imitator)
    expect((await names.resolve('paypa1'))[0]?.looksLike).toEqual(['paypal'])
    expect((await names.resolve('раураӏ'))[0]?.looksLike).toContain('paypal')
    expect((await names.resolve('paypal'))[0]?.looksLike).toEqual([])
    expect(await serviceNames(names).resolve('paypa1')).toEqual({ key: imitator.publicKey, trust: 'contested' })
  })

  it('can be hidden and dropped by one peer, and count as before', async () => {
    const [first, second] = (await keys(2)) as [KeyPair, KeyPair]
    const [slot, store] = [memorySlot(), memoryStore()]
    const { names, records } = await peer({ slot, store })
    const claim = await names.claim('spam-here', first, { title: 'Spam' })
    await names.claim('later', second)
    await names.local.hide(first.publicKey)
    expect(await names.resolve('spam-here')).toEqual([])
    expect(await names.search('spam')).toEqual([])
    await names.local.show(first.publicKey)
    expect(await names.resolve('spam-here')).toMatchObject([{ payload: { title: 'Spam' }, work: claim.work + 1 }])
    await names.local.prune(claim.block)
    expect(await records.get(claim.block)).toBeUndefined()
    expect(await names.resolve('spam-here')).toMatchObject([{ payload: {}, block: claim.block, work: claim.work + 1 }])
    expect(await names.search('spam')).toEqual([])
    // Opened again, the ledger still stands on the block whose payload is gone.
    const again = await createNames({ records, rules, slot })
    expect(await again.resolve('spam-here')).toMatchObject([{ payload: {}, work: claim.work + 1, waiting: false }])
    expect(await again.resolve('later')).toMatchObject([{ waiting: false }])
    await again.close()
  })

  it('that cannot be claimed are refused before any work, with the reason', async () => {
    const [alice] = (await keys(1)) as [KeyPair]
    const { names } = await peer()
    await expect(names.claim('localhost', alice)).rejects.toThrow('reserved')
    await expect(names.claim('x'.repeat(33), alice)).rejects.toThrow('1 to 32 letters')
    await expect(names.claim('mixеd', alice)).rejects.toThrow('mixes scripts')
    await expect(names.claim('fine', alice, { title: '\u202e' })).rejects.toThrow('title')
    await expect(names.claim('fine', alice, { description: 'long '.repeat(200) })).rejects.toThrow('1024 are the limit')
    const stop = new AbortController()
    const endless = names.claim(
      'endless',
      alice,
      {},
      { work: 2 ** 40, signal: stop.signal, onProgress: () => stop.abort() },
    )
    await expect(endless).rejects.toThrow('aborted')
    expect([...names.log()]).toEqual([])
  })

  it('tell those who listen when something comes', async () => {
    const [alice] = (await keys(1)) as [KeyPair]
    const [here, there] = [await peer(), await peer()]
    let heard = 0
    const stop = there.names.onChange(() => heard++)
    await here.names.claim('something', alice)
    await meet(here, there)
    expect(heard).toBe(1)
    stop()
    await there.names.claim('more', alice)
    expect(heard).toBe(1)
  })
})
