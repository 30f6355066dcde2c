import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRecordSet } from './create-record-set.ts'
import { memoryStore } from './memory-store.ts'
import { createPipe } from './pipe.ts'
import type { RecordSet } from './record-set.ts'
import { sampleRecord, validateSample } from './testing/sample.ts'

const createSet = () => createRecordSet({ kind: 'sample', validate: validateSample, store: memoryStore() })

async function meet(a: RecordSet, b: RecordSet): Promise<void> {
  const [here, there] = createPipe()
  await Promise.all([a.sync(here), b.answer(there)])
}

async function idsOf(set: RecordSet): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of set.range()) ids.push(id)
  return ids
}

const PEERS = 4
const action = fc.oneof(
  fc.record({ type: fc.constant('add' as const), peer: fc.nat(PEERS - 1), from: fc.nat(400), count: fc.nat(60) }),
  fc.record({ type: fc.constant('meet' as const), peer: fc.nat(PEERS - 1), other: fc.nat(PEERS - 1) }),
  fc.record({ type: fc.constant('meet at once' as const), peer: fc.nat(PEERS - 1) }),
)

describe('the laws of record sets', () => {
  it('any order, any duplication, any partition and merge give the same set', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 12 }), async (history) => {
        const sets = await Promise.all(Array.from({ length: PEERS }, createSet))
        const at = (index: number) => sets[index] as RecordSet
        const all = await createSet()
        for (const step of history) {
          if (step.type === 'meet' && step.peer !== step.other) await meet(at(step.peer), at(step.other))
          if (step.type === 'meet at once') {
            await Promise.all(sets.filter((_, i) => i !== step.peer).map((other) => meet(at(step.peer), other)))
          }
          if (step.type !== 'add') continue
          const records = Array.from({ length: step.count }, (_, i) =>
            sampleRecord(((step.from + i) * 31) % 500, `${step.from + i}`),
          )
          await at(step.peer).addAll(records.reverse())
          await all.addAll(records)
        }
        for (const _round of [0, 1]) for (const other of sets.slice(1)) await meet(at(0), other)
        const expected = await idsOf(all)
        for (const set of sets) expect(await idsOf(set)).toEqual(expected)
      }),
      { numRuns: 25 },
    )
  })

  it('a sync that is cut off keeps what arrived, and the next one goes on from there', async () => {
    const [a, b] = [await createSet(), await createSet()]
    await b.addAll(Array.from({ length: 20_000 }, (_, i) => sampleRecord(i, 'x'.repeat(200))))
    const [here, there] = createPipe()
    const cut = new AbortController()
    const onProgress = ({ received }: { received: number }) => {
      if (received > 1000) cut.abort(new Error('cut'))
    }
    const results = await Promise.allSettled([a.sync(here, { signal: cut.signal, onProgress }), b.answer(there)])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const kept = a.size
    expect(kept).toBeGreaterThan(1000)
    expect(kept).toBeLessThan(20_000)
    const [again, back] = createPipe()
    const [result] = await Promise.all([a.sync(again), b.answer(back)])
    expect(result.received).toBe(20_000 - kept)
    expect(a.size).toBe(20_000)
  })

  it('fifty peers in random partitions agree within a few exchanges of the heal', { timeout: 60_000 }, async () => {
    let seed = 7
    const random = (below: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 1
      return (seed >>> 8) % below
    }
    const sets = await Promise.all(Array.from({ length: 50 }, createSet))
    const partition = sets.map(() => random(5))
    let next = 0
    for (const set of sets) await set.addAll(Array.from({ length: 5 }, () => sampleRecord(next++)))
    const exchange = async (mayMeet: (a: number, b: number) => boolean) => {
      for (let i = 0; i < sets.length; i++) {
        const others = sets.map((_, j) => j).filter((j) => j !== i && mayMeet(i, j))
        const other = others[random(Math.max(1, others.length))]
        if (other !== undefined) await meet(sets[i] as RecordSet, sets[other] as RecordSet)
      }
    }
    for (let round = 0; round < 4; round++) await exchange((a, b) => partition[a] === partition[b])
    expect(sets.some((set) => set.size === next)).toBe(false)
    let rounds = 0
    for (; sets.some((set) => set.size < next); rounds++) await exchange(() => true)
    expect(rounds).toBeLessThanOrEqual(4)
    const expected = await idsOf(sets[0] as RecordSet)
    for (const set of sets) expect(await idsOf(set)).toEqual(expected)
  })
})
