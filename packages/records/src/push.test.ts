import { encode } from 'cborg'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRecordSet } from './create-record-set.ts'
import type { Gossip, Verdict } from './gossip.ts'
import { memoryStore } from './memory-store.ts'
import { decodePush, MAX_PUSH_BYTES } from './push.ts'
import type { RecordSet } from './record-set.ts'
import { createManualClock, type ManualClock } from './testing/manual-clock.ts'
import { sampleRecord, validateSample } from './testing/sample.ts'

interface Bus {
  readonly messages: Uint8Array[]
  join(): { gossip: Gossip; verdicts: Verdict[] }
}

/** Everyone hears what everyone else published. */
function createBus(): Bus {
  const members: { judge: (bytes: Uint8Array) => Verdict | Promise<Verdict>; verdicts: Verdict[] }[] = []
  const messages: Uint8Array[] = []
  return {
    messages,
    join() {
      const verdicts: Verdict[] = []
      let own: (typeof members)[number] | undefined
      const gossip: Gossip = {
        async publish(_topic, bytes) {
          messages.push(bytes)
          for (const member of members) if (member !== own) member.verdicts.push(await member.judge(bytes))
        },
        join(_topic, judge) {
          own = { judge, verdicts }
          members.push(own)
          return () => members.splice(members.indexOf(own as (typeof members)[number]), 1)
        },
      }
      return { gossip, verdicts }
    },
  }
}

async function member(bus: Bus, clock: ManualClock): Promise<{ set: RecordSet; verdicts: Verdict[] }> {
  const { gossip, verdicts } = bus.join()
  const set = await createRecordSet({ kind: 'sample', validate: validateSample, store: memoryStore(), gossip, clock })
  return { set, verdicts }
}

describe('pushing new records', () => {
  it('sends records added shortly after each other in one message, and once', async () => {
    const [bus, clock] = [createBus(), createManualClock()]
    const [a, b] = [await member(bus, clock), await member(bus, clock)]
    const ids = await a.set.addAll([sampleRecord(1), sampleRecord(2), sampleRecord(1)])
    await a.set.add(sampleRecord(2))
    expect(bus.messages).toHaveLength(0)
    const arrived = new Promise<void>((resolve) => {
      b.set.onAdd(() => {
        if (b.set.size === 2) resolve()
      })
    })
    clock.advance(50)
    await arrived
    expect(bus.messages).toHaveLength(1)
    expect(await b.set.has(ids[0] as (typeof ids)[0])).toBe(true)
  })

  it('judges before anything is passed on: new is accepted, known is ignored, invalid is rejected', async () => {
    const bus = createBus()
    const { verdicts, set } = await member(bus, createManualClock())
    const other = bus.join().gossip
    other.join('', () => 'ignore')
    for (const records of [
      [sampleRecord(1)],
      [sampleRecord(1)],
      [encode({ not: 'a sample' })],
      [sampleRecord(2), Uint8Array.of(1, 2)],
    ]) {
      await other.publish('', encode(records))
    }
    for (const bytes of [
      Uint8Array.of(),
      encode('text'),
      encode([]),
      encode([1]),
      new Uint8Array(MAX_PUSH_BYTES + 1),
    ]) {
      await other.publish('', bytes)
    }
    expect(verdicts).toEqual(['accept', 'ignore', 'reject', 'reject', 'reject', 'reject', 'reject', 'reject', 'reject'])
    expect(set.size).toBe(2)
  })

  it('passes nothing on while it is busy with earlier messages', async () => {
    const bus = createBus()
    const { gossip, verdicts } = bus.join()
    let release: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const validate = async (bytes: Uint8Array) => gate.then(() => validateSample(bytes))
    await createRecordSet({ kind: 'sample', validate, store: memoryStore(), gossip, clock: createManualClock() })
    const other = bus.join().gossip
    other.join('', () => 'ignore')
    const sent = Array.from({ length: 40 }, (_, i) => other.publish('', encode([sampleRecord(i)])))
    release()
    await Promise.all(sent)
    expect(verdicts.filter((verdict) => verdict === 'ignore')).toHaveLength(24)
    expect(verdicts.filter((verdict) => verdict === 'accept')).toHaveLength(16)
  })

  it('splits what is too long for one message', async () => {
    const [bus, clock] = [createBus(), createManualClock()]
    const { set } = await member(bus, clock)
    await set.addAll(Array.from({ length: 100 }, (_, i) => sampleRecord(i, 'x'.repeat(900))))
    clock.advance(50)
    expect(bus.messages).toHaveLength(7)
    expect(bus.messages.every((message) => message.length <= MAX_PUSH_BYTES)).toBe(true)
    expect(bus.messages.flatMap((message) => decodePush(message))).toHaveLength(100)
  })

  it('leaves bulk loads, and records that no message holds, to reconciliation', async () => {
    const [bus, clock] = [createBus(), createManualClock()]
    const { gossip } = bus.join()
    const store = memoryStore()
    const options = { kind: 'sample', validate: validateSample, maxRecordBytes: 2 * MAX_PUSH_BYTES }
    const set = await createRecordSet({ ...options, store, gossip, clock })
    await set.add(sampleRecord(0, 'x'.repeat(MAX_PUSH_BYTES)))
    await set.addAll(Array.from({ length: 5000 }, (_, i) => sampleRecord(i)))
    clock.advance(50)
    expect(bus.messages.map((message) => decodePush(message)?.length ?? 0).reduce((a, b) => a + b)).toBe(255)
  })

  it('pushes nothing once it is closed', async () => {
    const [bus, clock] = [createBus(), createManualClock()]
    const { set } = await member(bus, clock)
    await set.add(sampleRecord(1))
    await set.close()
    clock.advance(1000)
    expect(bus.messages).toHaveLength(0)
  })

  it('makes records or nothing of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const records = decodePush(bytes)
        if (records !== undefined) expect(encode(records)).toEqual(bytes)
      }),
      { numRuns: 3000 },
    )
  })
})
