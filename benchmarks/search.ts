// S2: how fast is search? The ranked top 20 of a million entries, against FTS5's own bm25 over the same words in the same
// process, A/B/A/B query by query. And whether they are the right twenty: the share of ours that bm25 scores at least as
// high as its own twentieth.
//
//   node benchmarks/search.ts [--entries 1000000] [--queries 200] [--runs 5] [--json]
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import type { SearchEntry } from '@hydra/files'
import { openSqliteSearch } from '@hydra/files/sqlite'
import { median } from './gossip/statistics.ts'
import { corpus, queries } from './search/corpus.ts'

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '1000000' },
    queries: { type: 'string', default: '200' },
    runs: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const BATCH = 50_000
const TOP = 20
const folder = mkdtempSync(join(tmpdir(), 'search-'))
try {
  await measure()
} finally {
  rmSync(folder, { recursive: true })
}

async function measure(): Promise<void> {
  const seed = Number(values.seed)
  const ours = openSqliteSearch(join(folder, 'ours.db'))
  const peer = openPeer(join(folder, 'peer.db'))
  const built = { ours: 0, peer: 0 }
  let batch: SearchEntry[] = []
  const write = async () => {
    built.ours += await timed(() => ours.put(batch))
    built.peer += await timed(async () => peer.put(batch))
    batch = []
  }
  for (const entry of corpus(Number(values.entries), seed)) if (batch.push(entry) === BATCH) await write()
  await write()
  const asked = queries(Number(values.queries), seed + 1)
  const [p99s, medians] = [
    { ours: [] as number[], peer: [] as number[] },
    { ours: [] as number[], peer: [] as number[] },
  ]
  for (let run = 0; run < Number(values.runs); run++) {
    const times = { ours: [] as number[], peer: [] as number[] }
    for (const query of asked) {
      times.ours.push(await timed(() => ours.search(query, { limit: TOP })))
      times.peer.push(await timed(async () => peer.search(query)))
    }
    for (const side of ['ours', 'peer'] as const) {
      p99s[side].push(percentile(times[side], 0.99))
      medians[side].push(percentile(times[side], 0.5))
    }
  }
  const quality: number[] = []
  for (const query of asked) quality.push(peer.agreement(query, (await ours.search(query, { limit: TOP })).ids))
  await ours.close()
  const [mine, theirs] = [median(p99s.ours), median(p99s.peer)]
  report(mine, theirs, {
    p50: { ours: median(medians.ours), peer: median(medians.peer) },
    builtMs: built,
    agreement: quality.reduce((sum, one) => sum + one, 0) / quality.length,
    leastAgreement: Math.min(...quality),
  })
}

function report(ours: number, peer: number, further: object): void {
  const ratio = ours / peer
  const result = {
    id: 'S2',
    question: 'how fast is search?',
    metric: `p99 of the ranked top ${TOP} of ${values.entries} entries, ms`,
    ours,
    peer,
    peerName: 'SQLite FTS5, bm25',
    ratio,
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
  else console.table(result)
}

/** FTS5 as its documentation has it: ORDER BY rank. */
function openPeer(path: string) {
  const database = new DatabaseSync(path)
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824',
  )
  database.exec("CREATE VIRTUAL TABLE words USING fts5 (text, id UNINDEXED, prefix='2 3')")
  const insert = database.prepare('INSERT INTO words (rowid, text, id) VALUES (?, ?, ?)')
  const best = database.prepare(`SELECT id, rank FROM words WHERE words MATCH ? ORDER BY rank LIMIT ${TOP}`)
  const scores = database.prepare('SELECT id, bm25(words) AS score FROM words WHERE words MATCH ?')
  const match = (query: string) =>
    query
      .split(' ')
      .map((word) => (word.endsWith('*') ? `"${word.slice(0, -1)}" *` : `"${word}"`))
      .join(' ')
  return {
    put(entries: readonly SearchEntry[]) {
      database.exec('BEGIN')
      for (const { id, name, tags, description = '' } of entries) {
        insert.run(Number.parseInt(id, 16) + 1, [name, ...tags, description].join(' '), id)
      }
      database.exec('COMMIT')
    },
    search: (query: string) => best.all(match(query)),
    agreement(query: string, ids: readonly string[]): number {
      const top = best.all(match(query))
      const least = Number(top.at(-1)?.['rank'] ?? 0)
      if (top.length === 0) return ids.length === 0 ? 1 : 0
      const score = new Map(scores.all(match(query)).map((row) => [row['id'], Number(row['score'])]))
      // SQLite's scores are negative: the lowest is the best. A millionth for rounding.
      return ids.filter((id) => (score.get(id) ?? 0) <= least * (1 - 1e-6)).length / top.length
    },
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now()
  await work()
  return performance.now() - before
}

function percentile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0
}
