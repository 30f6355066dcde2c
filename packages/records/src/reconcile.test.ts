import { describe, expect, it } from 'vitest'
import { createRecordSet } from './create-record-set.ts'
import { memoryStore } from './memory-store.ts'
import { createPipe } from './pipe.ts'
import type { RecordSet, SyncResult } from './record-set.ts'
import { sampleRecord, validateSample } from './testing/sample.ts'

async function setOf(...records: readonly Uint8Array[]): Promise<RecordSet> {
  const set = await createRecordSet({ kind: 'sample', validate: validateSample, store: memoryStore() })
  await set.addAll(records)
  return set
}

async function meet(a: RecordSet, b: RecordSet): Promise<SyncResult> {
  const [here, there] = createPipe()
  const [result] = await Promise.all([a.sync(here), b.answer(there)])
  return result
}

const samples = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => sampleRecord(((from + i) * 7919) % 65536, `${from + i}`))

async function idsOf(set: RecordSet): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of set.range()) ids.push(id)
  return ids
}

describe('reconciliation', () => {
  for (const [left, right, both] of [
    [0, 0, 0],
    [0, 0, 10],
    [1, 0, 100],
    [0, 1, 3000],
    [500, 500, 3000],
    [3000, 0, 0],
    [0, 3000, 0],
    [40, 3000, 5],
    [4000, 3000, 2500],
  ] as const) {
    it(`brings together ${left} and ${right} new records beside ${both} known ones`, async () => {
      const common = samples(0, both)
      const a = await setOf(...common, ...samples(10_000, 10_000 + left))
      const b = await setOf(...common, ...samples(20_000, 20_000 + right))
      const result = await meet(a, b)
      const all = await idsOf(
        await setOf(...common, ...samples(10_000, 10_000 + left), ...samples(20_000, 20_000 + right)),
      )
      expect(await idsOf(a)).toEqual(all)
      expect(await idsOf(b)).toEqual(all)
      expect(result).toMatchObject({ received: right, sent: left, refused: 0, withheld: 0 })
      const again = await meet(a, b)
      expect(again).toMatchObject({ received: 0, sent: 0, roundTrips: 1 })
    })
  }
})
