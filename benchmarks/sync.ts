// H4: what does a sync cost? Two sets that differ by 1,000, by 1, and by nothing, in memory over a pipe. Overhead is
// every byte of both directions that is not of a record. What it is measured against is the least that anyone could say:
// the ids of what is missing, 32 bytes each.
//
//   node benchmarks/sync.ts [--records 1000000] [--runs 5] [--seed 1] [--json]
import { parseArgs } from 'node:util'
import { createPipe, createRecordSet, memoryStore, type RecordSet, type SyncResult } from '@hydra/records'
import { median } from './gossip/statistics.ts'
import { circumstances, sample, validate } from './records/sample.ts'

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const [records, runs, seed] = [Number(values.records), Number(values.runs), Number(values.seed)]
const ID_BYTES = 32
/** How many only one has, and how many only the other. */
const CASES = [
  [500, 500],
  [0, 1000],
  [1000, 0],
  [1, 0],
  [0, 1],
  [0, 0],
] as const

interface Row {
  readonly differences: number
  readonly only: string
  readonly overheadBytes: number
  readonly worst: number
  readonly roundTrips: number
  readonly mostRoundTrips: number
}

let next = 0
function* fresh(count: number): Iterable<Uint8Array> {
  for (const end = next + count; next < end; next++) yield sample(seed, next, 0)
}

async function setOf(): Promise<RecordSet> {
  const set = await createRecordSet({ kind: 'sample', validate, store: memoryStore() })
  next = 0
  await set.addAll(fresh(records))
  return set
}

async function meet(a: RecordSet, b: RecordSet): Promise<SyncResult> {
  const [here, there] = createPipe()
  return (await Promise.all([a.sync(here), b.answer(there)]))[0]
}

async function measure(a: RecordSet, b: RecordSet, left: number, right: number): Promise<Row> {
  const results: SyncResult[] = []
  for (let run = 0; run < runs; run++) {
    await a.addAll(fresh(left))
    await b.addAll(fresh(right))
    const result = await meet(a, b)
    if (a.size !== b.size || result.received !== right) throw new Error('They do not agree.')
    results.push(result)
  }
  return {
    differences: left + right,
    only: `${left} + ${right}`,
    overheadBytes: median(results.map((each) => each.overheadBytes)),
    worst: Math.max(...results.map((each) => each.overheadBytes)),
    roundTrips: median(results.map((each) => each.roundTrips)),
    mostRoundTrips: Math.max(...results.map((each) => each.roundTrips)),
  }
}

function verdictOf(rows: readonly Row[]): 'goal' | 'first' | 'short' {
  const keeps = (perId: number, trips: number, single: number) =>
    rows.every(({ differences, overheadBytes, roundTrips }) => {
      if (differences === 0) return roundTrips === 1
      if (differences === 1) return overheadBytes <= single
      return overheadBytes <= perId * ID_BYTES * differences && roundTrips <= trips
    })
  if (keeps(1.9, 2, 1024)) return 'goal'
  return keeps(2.5, 3, 4096) ? 'first' : 'short'
}

const [a, b] = [await setOf(), await setOf()]
const rows: Row[] = []
for (const [left, right] of CASES) rows.push(await measure(a, b, left, right))
const ours = Math.max(...rows.filter(({ differences }) => differences === 1000).map((row) => row.overheadBytes))
const result = {
  id: 'H4',
  question: 'what does a sync cost?',
  metric: `overhead in bytes where two sets of ${records} differ by 1,000, median, the dearest split`,
  ours,
  peer: 1000 * ID_BYTES,
  peerName: 'the ids alone, 32 bytes each',
  ratio: ours / (1000 * ID_BYTES),
  first: '<= 2.5, <= 3 round trips; by 1: <= 4 KiB; equal: 1 round trip',
  goal: '<= 1.9, <= 2 round trips; by 1: <= 1 KiB; equal: 1 round trip',
  verdict: verdictOf(rows),
  ...circumstances(),
  seed,
  command: `node benchmarks/sync.ts --records ${records} --runs ${runs} --seed ${seed} --json`,
  rows,
}
console.table(rows)
console.log(values.json ? JSON.stringify(result) : `${result.verdict}: ${result.ratio.toFixed(2)} times the ids alone`)
await Promise.all([a.close(), b.close()])
