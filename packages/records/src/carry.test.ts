import { describe, expect, it } from 'vitest'
import { type Carry, carryPrefixes, partOf } from './carry.ts'
import { createRecordSet } from './create-record-set.ts'
import { memoryStore } from './memory-store.ts'
import { createPipe } from './pipe.ts'
import type { RecordSet, SyncResult } from './record-set.ts'
import { sampleRecord, validateSample } from './testing/sample.ts'

// The first of the four bytes of a sample's order: its "author".
const author = (byte: number) => Uint8Array.of(byte)
const by = (byte: number, count: number) => Array.from({ length: count }, (_, i) => sampleRecord(byte * 2 ** 24 + i))

async function setOf(records: readonly Uint8Array[], carry?: Carry): Promise<RecordSet> {
  const set = await createRecordSet({
    kind: 'sample',
    validate: validateSample,
    store: memoryStore(),
    ...(carry && { carry }),
  })
  await set.addAll(records)
  return set
}

async function meet(a: RecordSet, b: RecordSet): Promise<SyncResult> {
  const [here, there] = createPipe()
  return (await Promise.all([a.sync(here), b.answer(there)]))[0]
}

async function shown(set: RecordSet): Promise<number> {
  let count = 0
  for await (const _ of set.range()) count++
  return count
}

describe('carrying a part', () => {
  it('brings what both want, and nothing else', async () => {
    const everything = await setOf([...by(1, 50), ...by(2, 2000), ...by(9, 70)])
    const part = await setOf(by(3, 5), { ranges: [{ from: author(2), to: author(4) }] })
    expect(await meet(part, everything)).toMatchObject({ received: 2000, sent: 5 })
    expect(await meet(everything, part)).toMatchObject({ received: 0, sent: 0, roundTrips: 2 })
    await everything.addAll(by(2, 2010))
    expect(await meet(everything, part)).toMatchObject({ received: 0, sent: 10 })
    expect(part.size).toBe(2015)
  })

  it('of two that carry different parts, brings together what the parts share', async () => {
    const left = await setOf([...by(1, 10), ...by(2, 300)], { ranges: [{ from: author(1), to: author(3) }] })
    const right = await setOf([...by(2, 290), ...by(3, 10)], { ranges: [{ from: author(2), to: author(4) }] })
    expect(await meet(left, right)).toMatchObject({ received: 0, sent: 10 })
    const elsewhere = await setOf(by(7, 10), { ranges: [{ from: author(7) }] })
    expect(await meet(left, elsewhere)).toMatchObject({ received: 0, sent: 0 })
  })

  it('shows strangers buckets, keeps the bodies it wants, and knows the others by their ids', async () => {
    const carry = carryPrefixes([Uint8Array.of(0x21)], { shownBits: 4 })
    expect(partOf(carry)).toEqual([{ from: Uint8Array.of(0x20), to: Uint8Array.of(0x30) }])
    const reader = await setOf([], carry)
    const everything = await setOf([...by(0x21, 30), ...by(0x2f, 30), ...by(0x40, 30)])
    expect(await meet(reader, everything)).toMatchObject({ received: 60 })
    expect([reader.size, await shown(reader)]).toEqual([60, 30])
    expect(await meet(reader, everything)).toMatchObject({ received: 0, sent: 0, withheld: 0 })
  })

  it('carries something else from now on, and fetches what it did not want before', async () => {
    const everything = await setOf([...by(0x21, 30), ...by(0x2f, 30), ...by(0x40, 30)])
    const reader = await setOf([], carryPrefixes([author(0x21)], { shownBits: 4 }))
    await meet(reader, everything)
    await reader.carry(carryPrefixes([author(0x2f), author(0x40)], { shownBits: 4 }), {
      again: [{ from: author(0x2f), to: author(0x30) }],
    })
    expect(await shown(reader)).toBe(0)
    expect(await meet(reader, everything)).toMatchObject({ received: 60, sent: 0 })
    expect([reader.size, await shown(reader)]).toEqual([90, 60])
    await reader.carry({ ranges: [] })
    expect(reader.size).toBe(0)
    await reader.carry(undefined)
    expect(await meet(reader, everything)).toMatchObject({ received: 90 })
    expect(await meet(reader, everything)).toMatchObject({ received: 0, roundTrips: 1 })
  })

  it('does not fetch again what was dropped on purpose', async () => {
    const everything = await setOf(by(0x21, 5))
    const carry = carryPrefixes([author(0x21)], { shownBits: 4 })
    const reader = await setOf([], carry)
    await meet(reader, everything)
    for await (const { id } of reader.range()) await reader.drop(id)
    await reader.carry(carry)
    expect(await meet(reader, everything)).toMatchObject({ received: 0 })
    expect([reader.size, await shown(reader)]).toEqual([5, 0])
  })

  it('refuses to tell strangers too much', () => {
    const ranges = Array.from({ length: 65 }, (_, i) => ({ from: author(2 * i), to: author(2 * i + 1) }))
    expect(() => partOf({ ranges })).toThrow(RangeError)
    expect(partOf(carryPrefixes([author(0xff)], { shownBits: 8 }))).toEqual([{ from: author(0xff), to: undefined }])
    expect(partOf(carryPrefixes([author(1)], { shownBits: 0 }))).toEqual([{ from: new Uint8Array(), to: undefined }])
  })
})

describe('dropping and hiding', () => {
  it('drops a body for good: it is not fetched again, and nobody’s sync is disturbed', async () => {
    const [a, b] = [await setOf(by(1, 100)), await setOf(by(1, 100))]
    const ids = []
    for await (const { id } of a.range()) ids.push(id)
    const id = ids[3] as (typeof ids)[0]
    await a.drop(id)
    expect([await a.has(id), await a.get(id), await shown(a)]).toEqual([true, undefined, 99])
    expect(await meet(a, b)).toMatchObject({ received: 0, sent: 0, roundTrips: 1 })
    const newcomer = await setOf([])
    expect(await meet(newcomer, a)).toMatchObject({ received: 99 })
    expect(await meet(newcomer, b)).toMatchObject({ received: 1 })
  })

  it('keeps hidden records, but neither shows nor passes them on', async () => {
    const hidden = new Set<string>()
    const options = { kind: 'sample', validate: validateSample, store: memoryStore() }
    const set = await createRecordSet({ ...options, hidden: ({ id }) => hidden.has(id) })
    const id = await set.add(sampleRecord(1))
    await set.add(sampleRecord(2))
    hidden.add(id)
    expect([await set.get(id), await shown(set)]).toEqual([undefined, 1])
    const other = await setOf([])
    expect(await meet(other, set)).toMatchObject({ received: 1 })
    hidden.clear()
    expect(await set.get(id)).toEqual(sampleRecord(1))
    expect(await meet(other, set)).toMatchObject({ received: 1 })
  })
})

describe('a set that is full', () => {
  const everyone: Carry = {
    ranges: [{}],
    narrower: () => ({ ranges: [{ from: author(2) }], narrower: () => undefined }),
  }

  it('carries less, says so, and drops what it carries no more', async () => {
    const said: (Carry | undefined)[] = []
    const options = { kind: 'sample', validate: validateSample, store: memoryStore(), maxBytes: 1000 }
    const set = await createRecordSet({ ...options, carry: everyone, onNarrower: (carry) => said.push(carry) })
    const everything = await setOf([...by(1, 100), ...by(2, 100)])
    await meet(set, everything)
    expect(said.map((carry) => carry?.ranges)).toEqual([[{ from: author(2) }]])
    expect([set.size, await shown(set)]).toEqual([200, 100])
    await everything.addAll([...by(1, 120), ...by(2, 400)])
    expect(await meet(set, everything)).toMatchObject({ received: 300 })
    expect(said).toHaveLength(2)
    await everything.addAll(by(3, 50))
    expect(await meet(set, everything)).toMatchObject({ received: 50 })
    expect([set.size, await shown(set)]).toEqual([550, 400])
    expect(await meet(set, everything)).toMatchObject({ received: 0, withheld: 0 })
  })
})
