import { describe, expect, it } from 'vitest'
import { createRecordSet } from './create-record-set.ts'
import { memoryStore } from './memory-store.ts'
import { createPipe } from './pipe.ts'
import type { RecordSet, SyncResult } from './record-set.ts'
import { sampleRecord, validateSample } from './testing/sample.ts'

const MILLION = 1_000_000
const RUNS = 5

async function setOf(records: Iterable<Uint8Array>): Promise<RecordSet> {
  const set = await createRecordSet({ kind: 'sample', validate: validateSample, store: memoryStore() })
  await set.addAll(records)
  return set
}

async function meet(a: RecordSet, b: RecordSet): Promise<SyncResult> {
  const [here, there] = createPipe()
  const [result] = await Promise.all([a.sync(here), b.answer(there)])
  return result
}

function* samples(from: number, to: number): Iterable<Uint8Array> {
  // Times odd: places all over the order, as authors' keys are.
  for (let i = from; i < to; i++) yield sampleRecord(Math.imul(i, 0x9e3779b1) >>> 0, `${i}`)
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] as number
}

describe('two sets of a million', () => {
  it('meet for a few bytes and round trips', async () => {
    const started = performance.now()
    const a = await setOf(samples(0, MILLION))
    const b = await setOf(samples(0, MILLION))
    const filled = performance.now() - started
    let next = MILLION
    const fresh = (count: number) => samples(next, (next += count))
    const rows: { differences: number; overhead: number; roundTrips: number }[] = []
    const table: Record<string, unknown>[] = []
    for (const [left, right] of [
      [500, 500],
      [0, 1000],
      [1000, 0],
      [300, 700],
      [1, 0],
      [0, 1],
      [0, 0],
    ] as const) {
      const results: SyncResult[] = []
      for (let run = 0; run < RUNS; run++) {
        await a.addAll(fresh(left))
        await b.addAll(fresh(right))
        results.push(await meet(a, b))
      }
      const differences = left + right
      const overhead = median(results.map((r) => r.overheadBytes))
      const roundTrips = median(results.map((r) => r.roundTrips))
      rows.push({ differences, overhead, roundTrips })
      table.push({
        left,
        right,
        overheadBytes: overhead,
        worst: Math.max(...results.map((r) => r.overheadBytes)),
        ratio: differences === 0 ? '-' : (overhead / (32 * differences)).toFixed(2),
        roundTrips: results.map((r) => r.roundTrips).join(' '),
      })
    }
    process.stdout.write(`${JSON.stringify({ perRecordUs: (filled / 2 / MILLION) * 1000, table }, null, 1)}\n`)
    for (const { differences, overhead, roundTrips } of rows) {
      if (differences === 0) expect(roundTrips).toBe(1)
      if (differences === 1) expect(overhead).toBeLessThanOrEqual(4096)
      if (differences === 1000) expect(overhead / 32_000).toBeLessThanOrEqual(2.5)
      if (differences === 1000) expect(roundTrips).toBeLessThanOrEqual(3)
    }
  })
})
