import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Answer, Question, RunOptions } from '../harness/question.ts'
import { median, percentile } from '../harness/statistics.ts'
import { measureSearch, type SideName } from '../search/measure.ts'

export const searchQuestions: readonly Question[] = [
  {
    id: 'S2',
    question: 'How fast is search?',
    metric: 'The ranked top 20 of a million entries, 99th percentile, ms (the short form: of 50,000)',
    peerName: 'SQLite FTS5, bm25, the same words in the same process',
    mark: { better: 'less', first: 1 / 2, goal: 1 / 20 },
    measurement: 'search',
    run: search,
  },
]

async function search(options: RunOptions): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'search-'))
  try {
    const size = options.short ? { entries: 50_000, queries: 100 } : { entries: 1_000_000, queries: 200 }
    const { runs, skipped, ...further } = await measureSearch(folder, size, options)
    const p99 = (side: SideName) => runs.map((run) => percentile(run[side], 0.99))
    const p50 = (side: SideName) => median(runs.map((run) => percentile(run[side], 0.5)))
    const inMemory = [
      { name: 'FlexSearch 0.8, whole words', values: p99('flexsearch') },
      { name: 'MiniSearch 7', values: p99('minisearch') },
    ]
    const others = skipped.length === 0 ? inMemory : []
    return {
      ours: p99('ours'),
      peer: p99('fts5'),
      others,
      skipped,
      further: { ...size, ...further, p50: { ours: p50('ours'), fts5: p50('fts5') } },
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
