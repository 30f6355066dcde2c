import { fork } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SearchEntry } from '@hydra/files'
import { openSqliteSearch } from '@hydra/files/sqlite'
import { needPeers, unlessSkipped } from '../harness/peers.ts'
import type { Answer, RunOptions } from '../harness/question.ts'
import { cpuOf } from '../harness/resources.ts'
import { corpus, queries } from './corpus.ts'
import { openFts5 } from './fts5.ts'

const BATCH = 20_000
const TOP = 20
const SIDES = ['ours', 'fts5', 'flexsearch', 'minisearch'] as const
export type SideName = (typeof SIDES)[number]
type Run = Readonly<Record<SideName, number[]>>

export interface SearchMeasurement {
  /** Milliseconds of each query, side by side. */
  readonly runs: readonly Run[]
  readonly skipped: NonNullable<Answer['skipped']>
  readonly builtCpuMs: Readonly<Record<string, number | undefined>>
  readonly megabytes: Readonly<Record<string, number | undefined>>
  /** The share of ours that bm25 scores at least as high as its own twentieth: on average, and for the worst query. */
  readonly agreement: readonly [number, number]
}

/** The same entries on all sides, and each query on one side after the other. */
export async function measureSearch(
  folder: string,
  size: { readonly entries: number; readonly queries: number },
  { seed, runs: count, progress }: RunOptions,
): Promise<SearchMeasurement> {
  const { value: inMemory, skipped } = await unlessSkipped('FlexSearch and MiniSearch', async () => {
    await needPeers(progress)
    return {
      flexsearch: await openInMemory('flexsearch', size.entries, seed),
      minisearch: await openInMemory('minisearch', size.entries, seed),
    }
  })
  const [ours, fts5] = [openSqliteSearch(join(folder, 'ours.db')), openFts5(join(folder, 'peer.db'), TOP)]
  const built = await build(
    size.entries,
    seed,
    (batch) => ours.put(batch),
    (batch) => fts5.put(batch),
  )
  progress(`${size.entries} entries are in all of them`)
  const ask: Record<SideName, (query: string) => Promise<number>> = {
    ours: (query) => timed(() => ours.search(query, { limit: TOP })),
    fts5: (query) => timed(async () => fts5.search(query)),
    flexsearch: async (query) => inMemory?.flexsearch.ask(query) ?? Number.NaN,
    minisearch: async (query) => inMemory?.minisearch.ask(query) ?? Number.NaN,
  }
  const asked = queries(size.queries, seed + 1)
  const runs = Array.from({ length: count }, (): Run => ({ ours: [], fts5: [], flexsearch: [], minisearch: [] }))
  for (const run of runs) for (const query of asked) for (const side of SIDES) run[side].push(await ask[side](query))
  const shares: number[] = []
  for (const query of asked) shares.push(fts5.agreement(query, (await ours.search(query, { limit: TOP })).ids))
  await ours.close()
  fts5.close()
  inMemory?.flexsearch.close()
  inMemory?.minisearch.close()
  return {
    runs,
    skipped,
    builtCpuMs: {
      ...built,
      flexsearch: inMemory?.flexsearch.builtCpuMs,
      minisearch: inMemory?.minisearch.builtCpuMs,
    },
    megabytes: {
      ours: statSync(join(folder, 'ours.db')).size / 1e6,
      fts5: statSync(join(folder, 'peer.db')).size / 1e6,
      flexsearch: inMemory?.flexsearch.megabytes,
      minisearch: inMemory?.minisearch.megabytes,
    },
    agreement: [shares.reduce((sum, one) => sum + one, 0) / shares.length, Math.min(...shares)],
  }
}

type Put = (entries: readonly SearchEntry[]) => unknown

async function build(entries: number, seed: number, ours: Put, fts5: Put): Promise<{ ours: number; fts5: number }> {
  const cpuMs = { ours: 0, fts5: 0 }
  let batch: SearchEntry[] = []
  const write = async () => {
    cpuMs.ours += (await cpuOf(() => ours(batch))) / 1_000
    cpuMs.fts5 += (await cpuOf(() => fts5(batch))) / 1_000
    batch = []
  }
  for (const entry of corpus(entries, seed)) if (batch.push(entry) === BATCH) await write()
  if (batch.length > 0) await write()
  return cpuMs
}

async function openInMemory(engine: 'flexsearch' | 'minisearch', entries: number, seed: number) {
  const program = fileURLToPath(new URL(`./${engine}.ts`, import.meta.url))
  // MiniSearch takes 3 GB for a million entries.
  const child = fork(program, [`${entries}`, `${seed}`], { execArgv: ['--max-old-space-size=8192'] })
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
