import { encode } from 'cborg'
import { describe, expect, it } from 'vitest'
import { createRecordSet } from './create-record-set.ts'
import { type HiddenPublisher, hiddenGossip } from './hidden-gossip.ts'
import { memoryStore } from './memory-store.ts'
import { createPipe } from './pipe.ts'
import type { RecordSet, SyncResult } from './record-set.ts'
import { createManualClock } from './testing/manual-clock.ts'
import { sampleRecord, validateSample } from './testing/sample.ts'

/** A router that publishes into the void; what comes round is said by hand. */
function createRouter(): HiddenPublisher & { comesRound(bytes: Uint8Array): void; readonly published: Uint8Array[] } {
  const listeners: ((bytes: Uint8Array) => void)[] = []
  const published: Uint8Array[] = []
  return {
    published,
    publish: async (_topic, bytes) => void published.push(bytes),
    subscribe(_topic, listener) {
      listeners.push(listener)
      return () => listeners.splice(listeners.indexOf(listener), 1)
    },
    comesRound(bytes) {
      for (const listener of listeners) listener(bytes)
    },
  }
}

const common = Array.from({ length: 3000 }, (_, i) => sampleRecord(i))

async function writer({ hides = true } = {}) {
  const [clock, router] = [createManualClock(), createRouter()]
  const gossip = { ...hiddenGossip(router), hidesOrigin: hides }
  const set = await createRecordSet({ kind: 'sample', validate: validateSample, store: memoryStore(), gossip, clock })
  await set.addAll(common)
  clock.advance(600_000)
  await set.has((await set.addAll(common))[0] as never)
  router.published.length = 0
  return { set, clock, router }
}

async function neighbourOf(set: RecordSet): Promise<{ neighbour: RecordSet; meet: () => Promise<SyncResult> }> {
  const neighbour = await createRecordSet({ kind: 'sample', validate: validateSample, store: memoryStore() })
  await neighbour.addAll(common)
  const meet = async () => {
    const [here, there] = createPipe()
    return (await Promise.all([neighbour.sync(here), set.answer(there)]))[0]
  }
  expect(await meet()).toMatchObject({ received: 0, roundTrips: 1 })
  return { neighbour, meet }
}

describe('publishing by the router, hidden', () => {
  it('a neighbour that asks sees nothing of a new record before gossip has brought it round', async () => {
    const { set, clock, router } = await writer()
    const { meet } = await neighbourOf(set)
    const id = await set.add(sampleRecord(9000))
    expect(await set.get(id)).toEqual(sampleRecord(9000))
    expect(set.size).toBe(3001)
    clock.advance(50)
    expect(router.published).toEqual([encode([sampleRecord(9000)])])
    expect(await meet()).toMatchObject({ received: 0, roundTrips: 1 })
    router.comesRound(router.published[0] as Uint8Array)
    await set.has(id)
    expect(await meet()).toMatchObject({ received: 1 })
    expect(set.size).toBe(3001)
  })

  it('what gossip lost on its way is offered after a minute', async () => {
    const { set, clock } = await writer()
    const { meet } = await neighbourOf(set)
    const id = await set.add(sampleRecord(9000))
    clock.advance(59_999)
    expect(await meet()).toMatchObject({ received: 0, roundTrips: 1 })
    clock.advance(1)
    await set.has(id)
    expect(await meet()).toMatchObject({ received: 1 })
  })

  it('the one who has it already shows that it is no secret: it is offered to others from then on', async () => {
    const { set } = await writer()
    const { neighbour, meet } = await neighbourOf(set)
    const { meet: meetOther } = await neighbourOf(set)
    await set.add(sampleRecord(9000))
    await neighbour.add(sampleRecord(9000))
    expect(await meet()).toMatchObject({ sent: 1, received: 0 })
    expect(await meetOther()).toMatchObject({ received: 1 })
  })

  it('a record dropped while it was held back stays known, and costs no room', async () => {
    const { set, clock } = await writer()
    const { meet } = await neighbourOf(set)
    const id = await set.add(sampleRecord(9000))
    await set.drop(id)
    clock.advance(60_000)
    expect([await set.has(id), await set.get(id)]).toEqual([true, undefined])
    expect(await meet()).toMatchObject({ received: 0, withheld: 1 })
  })

  it('would be seen by a neighbour that asks at once, were it not held back', async () => {
    const { set } = await writer({ hides: false })
    const { meet } = await neighbourOf(set)
    await set.add(sampleRecord(9000))
    expect(await meet()).toMatchObject({ received: 1 })
  })

  it('a record that cannot be kept just now is missed, and nothing breaks', async () => {
    const { set, router } = await writer()
    await set.close()
    router.comesRound(encode([sampleRecord(9000)]))
    const bare = createRouter()
    hiddenGossip(bare).join('topic', () => Promise.reject(new Error('the disk is full')))
    bare.comesRound(encode([sampleRecord(9000)]))
    await new Promise((resolve) => setTimeout(resolve))
  })
})
