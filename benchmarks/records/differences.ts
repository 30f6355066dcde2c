import { createPipe, createRecordSet, memoryStore, type RecordSet, type SyncResult } from '@hydra/records'
import type { Answer, Measured, RunOptions } from '../harness/question.ts'
import { median } from '../harness/statistics.ts'
import { sample, validate } from './sample.ts'

const ID_BYTES = 32
const MOST = 1_000
/** How many only one has, and how many only the other. */
const CASES = [
  [500, 500],
  [0, 1_000],
  [1_000, 0],
  [1, 0],
  [0, 1],
  [0, 0],
] as const

interface Case {
  readonly differences: number
  readonly only: string
  readonly overheadBytes: readonly number[]
  readonly roundTrips: number
}

/** Two sets in memory, over a pipe: what counts is bytes and round trips, and no machine changes them. */
export async function setsThatDiffer({ short, seed, runs }: RunOptions): Promise<Answer> {
  const records = short ? 100_000 : 1_000_000
  const source = createSource(seed)
  const [a, b] = [await setOf(source, records), await setOf(source, records)]
  source.goOn(records)
  const cases: Case[] = []
  for (const [left, right] of CASES) cases.push(await measure(a, b, left, right, source, runs))
  await Promise.all([a.close(), b.close()])
  const by = (differences: number) => cases.filter((each) => each.differences === differences)
  // The dearest split of all.
  const [dearest] = by(MOST).sort((x, y) => median(y.overheadBytes) - median(x.overheadBytes))
  return {
    ours: dearest?.overheadBytes ?? [],
    peer: (dearest?.overheadBytes ?? []).map(() => MOST * ID_BYTES),
    marks: [
      less(
        'round trips where they differ by 1,000',
        3,
        2,
        most(by(MOST), ({ roundTrips }) => roundTrips),
      ),
      less(
        'bytes where they differ by one',
        4_096,
        1_024,
        most(by(1), (each) => median(each.overheadBytes)),
      ),
      less(
        'round trips where they are equal',
        1,
        1,
        most(by(0), ({ roundTrips }) => roundTrips),
      ),
    ],
    further: { records, cases },
  }
}

const most = (cases: readonly Case[], figure: (each: Case) => number) => Math.max(...cases.map(figure))
const less = (name: string, first: number, goal: number, value: number): Measured => {
  return { name, better: 'less', first, goal, value }
}

interface Source {
  take(count: number): Iterable<Uint8Array>
  goOn(from: number): void
}

/** Records that were not there before, from a seed. */
function createSource(seed: number): Source {
  let next = 0
  return {
    *take(count) {
      for (const end = next + count; next < end; next++) yield sample(seed, next, 0)
    },
    goOn(from) {
      next = from
    },
  }
}

async function setOf(source: Source, records: number): Promise<RecordSet> {
  const set = await createRecordSet({ kind: 'sample', validate, store: memoryStore() })
  source.goOn(0)
  await set.addAll(source.take(records))
  return set
}

async function measure(
  a: RecordSet,
  b: RecordSet,
  left: number,
  right: number,
  source: Source,
  runs: number,
): Promise<Case> {
  const results: SyncResult[] = []
  for (let run = 0; run < runs; run++) {
    await a.addAll(source.take(left))
    await b.addAll(source.take(right))
    const [here, there] = createPipe()
    const [result] = await Promise.all([a.sync(here), b.answer(there)])
    if (a.size !== b.size || result.received !== right) throw new Error('They do not agree.')
    results.push(result)
  }
  return {
    differences: left + right,
    only: `${left} + ${right}`,
    overheadBytes: results.map((each) => each.overheadBytes),
    roundTrips: median(results.map((each) => each.roundTrips)),
  }
}
