import { hexToBytes, bytesToHex } from '@noble/hashes/utils.js'
import type { Found, SearchEntry, SearchIndex, SearchOptions } from '../search-index.ts'
import type { Sql } from './sql.ts'
import { checkNumbers } from './check-numbers.ts'
import { findWords } from './find-words.ts'
import { facetQuery, tokensOf } from './tokens.ts'
import { parseQuery } from './words.ts'

// Entries of few words come first in the engine's own order, which is the order of rank for most: see `findWords`.
const LENGTH_STEP = 2 ** 40
const MAX_LENGTH = 255
/** Beyond it a total is estimated, and candidates for a rank are not looked at. */
const CANDIDATES = 1000

const SCHEMA = [
  'CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID',
  'CREATE TABLE IF NOT EXISTS entries (row INTEGER PRIMARY KEY, id BLOB UNIQUE, bytes INTEGER, added INTEGER, repeated TEXT)',
  'CREATE TABLE IF NOT EXISTS lengths (length INTEGER PRIMARY KEY, count INTEGER)',
  'CREATE INDEX IF NOT EXISTS newest ON entries (added)',
  "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (text, content='', contentless_delete=1, prefix='2 3', tokenize='unicode61 remove_diacritics 0')",
  // A rebuild writes 50,000 entries at once: one segment for each of them, and not fifty.
  "INSERT INTO words (words, rank) VALUES ('hashsize', 33554432)",
]

/** A search engine in an SQLite database that has FTS5. */
export function sqlSearch(sql: Sql): SearchIndex {
  for (const statement of SCHEMA) sql.run(statement)
  const state = (name: string): number | undefined =>
    sql.all('SELECT value FROM state WHERE name = ?', name)[0]?.[0] as number | undefined
  const setState = (name: string, value: number): void => sql.run('REPLACE INTO state VALUES (?, ?)', name, value)

  function remove(id: string): number {
    const row = sql.all('SELECT row FROM entries WHERE id = ?', hexToBytes(id))[0]?.[0] as number | undefined
    if (row === undefined) return 0
    sql.run('DELETE FROM words WHERE rowid = ?', row)
    sql.run('DELETE FROM entries WHERE row = ?', row)
    const length = Math.floor(row / LENGTH_STEP)
    sql.run('UPDATE lengths SET count = count - 1 WHERE length = ?', length)
    return length
  }

  function put(entries: readonly SearchEntry[], mark: number | undefined): void {
    let [added, words] = [state('added') ?? 0, state('words') ?? 0]
    const tokens = entries.map((entry) => ({ entry, added: ++added, ...tokensOf(entry) }))
    // In the order of rows: FTS5 begins a new segment whenever a row comes before the last one.
    tokens.sort((a, b) => a.length - b.length || a.added - b.added)
    const counts = new Map<number, number>()
    for (const { entry, text, length, repeated, added } of tokens) {
      const short = Math.min(length, MAX_LENGTH)
      words += short - remove(entry.id)
      const row = short * LENGTH_STEP + added
      counts.set(short, (counts.get(short) ?? 0) + 1)
      sql.run('INSERT INTO words (rowid, text) VALUES (?, ?)', row, text)
      const often = Object.keys(repeated).length === 0 ? null : JSON.stringify(repeated)
      sql.run('INSERT INTO entries VALUES (?, ?, ?, ?, ?)', row, hexToBytes(entry.id), entry.bytes, added, often)
    }
    for (const [length, count] of counts) {
      sql.run(
        'INSERT INTO lengths VALUES (?, ?) ON CONFLICT (length) DO UPDATE SET count = count + excluded.count',
        length,
        count,
      )
    }
    setState('added', added)
    setState('words', words)
    if (mark !== undefined) setState('mark', mark)
  }

  function atomically(work: () => void): void {
    sql.run('BEGIN IMMEDIATE')
    try {
      work()
      sql.run('COMMIT')
    } catch (error) {
      sql.run('ROLLBACK')
      throw error
    }
  }

  const all = (): number => (sql.all('SELECT sum(count) FROM lengths')[0]?.[0] as number | null) ?? 0
  let size: number | undefined
  const figures = () => {
    size ??= all()
    return { entries: size, averageWords: Math.max(1, (state('words') ?? 0) / Math.max(1, size)) }
  }
  const idsOf = (rows: readonly number[]): string[] =>
    rows.map((row) => bytesToHex(sql.all('SELECT id FROM entries WHERE row = ?', row)[0]?.[0] as Uint8Array))

  /** Without words: the newest first. */
  function browse(
    facets: readonly string[],
    { minBytes = 0, maxBytes = Number.MAX_SAFE_INTEGER, offset = 0, limit = 20 }: SearchOptions,
  ): Found {
    const query = facets.join(' AND ')
    const few =
      facets.length === 0 ? [] : sql.all(`SELECT rowid FROM words WHERE words MATCH ? LIMIT ${CANDIDATES + 1}`, query)
    const some = facets.length > 0 && few.length <= CANDIDATES
    const within =
      facets.length === 0
        ? ''
        : some
          ? 'row IN (SELECT rowid FROM words WHERE words MATCH ?1) AND'
          : 'row IN (SELECT rowid FROM words WHERE words MATCH ?1 AND rowid = entries.row) AND'
    const values = facets.length === 0 ? [] : [query]
    const where = `FROM entries WHERE ${within} bytes BETWEEN ${minBytes} AND ${Math.min(maxBytes, Number.MAX_SAFE_INTEGER)}`
    const page = sql.all(`SELECT row ${where} ORDER BY added DESC LIMIT ${limit} OFFSET ${offset}`, ...values)
    const unfiltered = facets.length === 0
    const total = unfiltered
      ? figures().entries
      : (sql.all(`SELECT count(*) FROM (SELECT 1 ${where} LIMIT ${CANDIDATES})`, ...values)[0]?.[0] as number)
    return { total, exact: unfiltered || total < CANDIDATES, ids: idsOf(page.map(([row]) => row as number)) }
  }

  return {
    async put(entries, mark) {
      atomically(() => put(entries, mark))
      size = undefined
    },
    async remove(ids) {
      atomically(() =>
        setState(
          'words',
          ids.reduce((words, id) => words - remove(id), state('words') ?? 0),
        ),
      )
      size = undefined
    },
    async search(text, options = {}) {
      const terms = parseQuery(text)
      checkNumbers(options)
      const facets = facetQuery(options)
      // Only signs: nothing has them.
      if (terms.length === 0) return text.trim() === '' ? browse(facets, options) : { total: 0, exact: true, ids: [] }
      const found = findWords(sql, {
        terms,
        facets,
        options,
        candidates: CANDIDATES,
        lengthStep: LENGTH_STEP,
        ...figures(),
      })
      return { total: found.total, exact: found.exact, ids: idsOf(found.rows) }
    },
    mark: async () => state('mark'),
    close: async () => sql.close(),
  }
}
