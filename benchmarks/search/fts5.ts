import { DatabaseSync } from 'node:sqlite'
import type { SearchEntry } from '@hydra/files'

/** FTS5 as its documentation has it: ORDER BY rank. */
export function openFts5(path: string, top: number) {
  const database = new DatabaseSync(path)
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824',
  )
  database.exec("CREATE VIRTUAL TABLE words USING fts5 (text, id UNINDEXED, prefix='2 3')")
  const insert = database.prepare('INSERT INTO words (rowid, text, id) VALUES (?, ?, ?)')
  const best = database.prepare(`SELECT id, rank FROM words WHERE words MATCH ? ORDER BY rank LIMIT ${top}`)
  const scores = database.prepare('SELECT id, bm25(words) AS score FROM words WHERE words MATCH ?')
  let row = 0
  return {
    put(entries: readonly SearchEntry[]) {
      database.exec('BEGIN')
      for (const { id, name, tags, description = '' } of entries)
        insert.run(++row, [name, ...tags, description].join(' '), id)
      database.exec('COMMIT')
    },
    search: (query: string) => best.all(match(query)),
    /** The share of these ids that bm25 scores at least as high as its own last. */
    agreement(query: string, ids: readonly string[]): number {
      const found = best.all(match(query))
      const least = Number(found.at(-1)?.['rank'] ?? 0)
      if (found.length === 0) return ids.length === 0 ? 1 : 0
      const score = new Map(scores.all(match(query)).map((row) => [row['id'], Number(row['score'])]))
      // SQLite's scores are negative: the lowest is the best. A millionth for rounding.
      return ids.filter((id) => (score.get(id) ?? 0) <= least * (1 - 1e-6)).length / found.length
    },
    close: () => database.close(),
  }
}

function match(query: string): string {
  return query
    .split(' ')
    .map((word) => (word.endsWith('*') ? `"${word.slice(0, -1)}" *` : `"${word}"`))
    .join(' ')
}
