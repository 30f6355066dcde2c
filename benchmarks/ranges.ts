// How fast is reading by order? A set on SQLite: the newest twenty of a random author's range, the first twenty from a
// random place on, and one record by its id. No peer: the figures say what feeds and names may build on.
//
//   node benchmarks/ranges.ts [--records 1000000] [--reads 2000] [--seed 1] [--json]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createRecordSet, recordId, type Range, type RecordSet } from '@hydra/records'
import { openSqliteStore } from '@hydra/records/sqlite'
import { circumstances } from './harness/circumstances.ts'
import { sample, validate } from './records/sample.ts'

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '1000000' },
    reads: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const [records, reads, seed] = [Number(values.records), Number(values.reads), Number(values.seed)]
const PAGE = 20

function* samples(): Iterable<Uint8Array> {
  for (let i = 0; i < records; i++) yield sample(seed, i)
}

async function read(set: RecordSet, range: Range): Promise<void> {
  let count = 0
  for await (const _ of set.range(range)) if (++count === PAGE) return
}

async function timed(
  work: (place: Uint8Array, index: number) => Promise<unknown>,
): Promise<{ p50: number; p99: number }> {
  const times: number[] = []
  for (let i = 0; i < reads; i++) {
    const place = new Uint8Array(4)
    new DataView(place.buffer).setUint32(0, 2 ** 31 + (Math.imul(i + seed, 0x85ebca6b) >>> 1))
    const started = performance.now()
    await work(place, Math.imul(i, 0x2545f491) >>> 0)
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  return { p50: times[reads >> 1] ?? 0, p99: times[Math.floor(reads * 0.99)] ?? 0 }
}

const folder = mkdtempSync(join(tmpdir(), 'ranges-'))
try {
  const set = await createRecordSet({ kind: 'sample', validate, store: await openSqliteStore(join(folder, 'set.db')) })
  await set.addAll(samples())
  const result = {
    id: 'H4c',
    question: 'how fast is reading by order?',
    metric: `milliseconds, in a set of ${records} records on SQLite`,
    firstTwenty: await timed((from) => read(set, { from })),
    newestTwenty: await timed((to) => read(set, { to, reverse: true })),
    byId: await timed((_, index) => set.get(recordId(sample(seed, index % records)))),
    ...circumstances(),
    seed,
    command: `node benchmarks/ranges.ts --records ${records} --reads ${reads} --seed ${seed} --json`,
  }
  console.log(values.json ? JSON.stringify(result) : result)
  await set.close()
} finally {
  rmSync(folder, { recursive: true })
}
