// S2: how fast is search? The ranked top 20 of a million entries, against FTS5's own bm25 over the same words in the same
// process, and against FlexSearch in a child of it, A/B/A/B query by query. And whether they are the right twenty: the
// share of ours that bm25 scores at least as high as its own twentieth.
//
//   node benchmarks/search.ts [--entries 1000000] [--queries 200] [--runs 5] [--seed 1] [--json]
import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { SearchEntry } from '@hydra/files'
import { openSqliteSearch } from '@hydra/files/sqlite'
import { median } from './gossip/statistics.ts'
import { corpus, queries } from './search/corpus.ts'
import { openFts5 } from './search/fts5.ts'

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '1000000' },
    queries: { type: 'string', default: '200' },
    runs: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const BATCH = 20_000
const TOP = 20
const SIDES = ['ours', 'fts5', 'flexsearch'] as const
type Side = (typeof SIDES)[number]
const folder = mkdtempSync(join(tmpdir(), 'search-'))
try {
  await measure()
} finally {
  rmSync(folder, { recursive: true })
}

async function measure(): Promise<void> {
  const seed = Number(values.seed)
  const flexsearch = await openFlexSearch(seed)
  const [ours, fts5] = [openSqliteSearch(join(folder, 'ours.db')), openFts5(join(folder, 'peer.db'), TOP)]
  const builtCpuMs = { ours: 0, fts5: 0, flexsearch: flexsearch?.builtCpuMs }
  let batch: SearchEntry[] = []
  const write = async () => {
    builtCpuMs.ours += await cpuOf(() => ours.put(batch))
    builtCpuMs.fts5 += await cpuOf(async () => fts5.put(batch))
    batch = []
  }
  for (const entry of corpus(Number(values.entries), seed)) if (batch.push(entry) === BATCH) await write()
  if (batch.length > 0) await write()
  const asked = queries(Number(values.queries), seed + 1)
  const ask: Record<Side, (query: string) => Promise<number>> = {
    ours: (query) => timed(() => ours.search(query, { limit: TOP })),
    fts5: (query) => timed(async () => fts5.search(query)),
    flexsearch: async (query) => flexsearch?.ask(query) ?? Number.NaN,
  }
  const runs = Array.from(
    { length: Number(values.runs) },
    (): Record<Side, number[]> => ({ ours: [], fts5: [], flexsearch: [] }),
  )
  for (const run of runs) for (const query of asked) for (const side of SIDES) run[side].push(await ask[side](query))
  const agreement: number[] = []
  for (const query of asked) agreement.push(fts5.agreement(query, (await ours.search(query, { limit: TOP })).ids))
  await ours.close()
  fts5.close()
  flexsearch?.close()
  const at = (share: number) =>
    Object.fromEntries(SIDES.map((side) => [side, median(runs.map((run) => percentile(run[side], share)))])) as Record<
      Side,
      number
    >
  report(at(0.99), {
    p50: at(0.5),
    builtCpuMs,
    megabytes: {
      ours: statSync(join(folder, 'ours.db')).size / 1e6,
      fts5: statSync(join(folder, 'peer.db')).size / 1e6,
      flexsearch: flexsearch?.megabytes,
    },
    agreement: agreement.reduce((sum, one) => sum + one, 0) / agreement.length,
    leastAgreement: Math.min(...agreement),
    loadAverage: loadavg()[0],
  })
}

function report({ ours, fts5, flexsearch }: Record<Side, number>, further: object): void {
  const ratio = ours / fts5
  const result = {
    id: 'S2',
    question: 'how fast is search?',
    metric: `p99 of the ranked top ${TOP} of ${values.entries} entries, ms`,
    ours,
    peer: fts5,
    peerName: 'SQLite FTS5, bm25',
    ratio,
    flexsearch: { peer: flexsearch, peerName: 'FlexSearch 0.8, whole words', ratio: ours / flexsearch },
    first: '<= 1/2',
    goal: '<= 1/20',
    verdict: ratio <= 1 / 20 ? 'goal' : ratio <= 1 / 2 ? 'first' : 'short',
    machine: `${cpus()[0]?.model} x ${cpus().length}, Node ${process.version}`,
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    seed: Number(values.seed),
    command: `node benchmarks/search.ts --entries ${values.entries} --queries ${values.queries} --runs ${values.runs} --seed ${values.seed} --json`,
    ...further,
  }
  if (values.json) console.log(JSON.stringify(result))
  else console.log(result)
}

/** Undefined where `benchmarks/peers` was not installed. */
async function openFlexSearch(seed: number) {
  if (!existsSync(new URL('peers/node_modules/flexsearch', import.meta.url))) {
    console.error(
      'FlexSearch is left out: run `pnpm install --ignore-workspace` in benchmarks/peers to measure it too.',
    )
    return undefined
  }
  const program = fileURLToPath(new URL('search/flexsearch.ts', import.meta.url))
  const child = fork(program, [values.entries, String(seed)])
  const [built] = (await once(child, 'message')) as [{ builtCpuMs: number; megabytes: number }]
  return {
    ...built,
    async ask(query: string): Promise<number> {
      child.send(query)
      const [ms] = (await once(child, 'message')) as [number]
      return ms
    },
    close: () => child.disconnect(),
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now()
  await work()
  return performance.now() - before
}

/** Of this process: on a busy machine the clock tells of others' work. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function percentile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0
}
