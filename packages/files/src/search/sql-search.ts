import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import type { Found, SearchEntry, SearchIndex, SearchOptions } from '../search-index.ts'
import { checkNumbers } from './check-numbers.ts'
import { findWords } from './find-words.ts'
import { numbers, Rows } from './rows.ts'
import { LENGTH_STEP, MAX_LENGTH, SCHEMA } from './schema.ts'
import type { Sql } from './sql.ts'
import { readState, writeState } from './state.ts'
import { facetQuery, lengthOf, tokensOf } from './tokens.ts'
import { parseQuery } from './words.ts'

/** Beyond it a total is estimated. */
const COUNT_TO = 1000

/** A search engine in an SQLite database that has FTS5. */
export function sqlSearch(sql: Sql): SearchIndex {
  for (const statement of SCHEMA) sql.run(statement)
  let rows: Rows | undefined
  const read = (): Rows => (rows ??= new Rows(sql))
  const write = (work: () => void): void => {
    rows = undefined
    atomically(sql, work)
  }
  return {
    put: async (entries, mark) => write(() => put(sql, entries, mark)),
    remove: async (ids) => write(() => ids.forEach((id) => remove(sql, id))),
    async search(text, options = {}) {
      checkNumbers(options)
      const terms = parseQuery(text)
      const facets = facetQuery(options)
      // Only signs: nothing has them.
      if (terms.length === 0 && text.trim() !== '') return { total: 0, exact: true, ids: [] }
      if (terms.length === 0) return findNewest(sql, read(), facets, options)
      const found = findWords(read(), { terms, facets, options, countTo: COUNT_TO })
      return {
        total: found.total,
        exact: found.exact,
        ids: idsOf(
          sql,
          found.rows.map((row) => row % LENGTH_STEP),
        ),
      }
    },
    mark: async () => readState(sql, 'mark'),
    close: async () => sql.close(),
  }
}

function put(sql: Sql, entries: readonly SearchEntry[], mark: number | undefined): void {
  let added = readState(sql, 'added') ?? 0
  const latest = new Map(entries.map((entry) => [entry.id, entry])).values()
  const rows = Array.from(latest, (entry) => ({
    entry,
    row: Math.min(lengthOf(entry), MAX_LENGTH) * LENGTH_STEP + ++added,
  }))
  // In the order of rows: FTS5 begins a new segment whenever a row comes before the last one.
  rows.sort((a, b) => a.row - b.row)
  const known = knownOf(sql, entries)
  const counts = new Map<number, number>()
  for (const { entry, row } of rows) {
    const length = Math.floor(row / LENGTH_STEP)
    counts.set(length, (counts.get(length) ?? 0) + 1)
    if (known.has(shortOf(entry.id))) remove(sql, entry.id)
    insert(sql, entry, row)
  }
  const add = 'INSERT INTO lengths VALUES (?, ?) ON CONFLICT (length) DO UPDATE SET count = count + excluded.count'
  for (const [length, count] of counts) sql.run(add, length, count)
  writeState(sql, 'added', added)
  if (mark !== undefined) writeState(sql, 'mark', mark)
}

function insert(sql: Sql, entry: SearchEntry, row: number): void {
  const { columns, repeated } = tokensOf(entry)
  const { id, bytes } = entry
  const values = [
    row % LENGTH_STEP,
    Math.floor(row / LENGTH_STEP),
    shortOf(id),
    hexToBytes(id),
    bytes,
    repeated || null,
  ]
  sql.run('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)', ...values)
  sql.run('INSERT INTO words (rowid, name, tags, description, marks) VALUES (?, ?, ?, ?, ?)', row, ...columns)
}

/** Which of these ids may be there, by their ends: asked at once, for in a rebuild there is none. */
function knownOf(sql: Sql, entries: readonly SearchEntry[]): Set<number> {
  const shorts = JSON.stringify(entries.map(({ id }) => shortOf(id)))
  return new Set(numbers(sql.all('SELECT short FROM entries WHERE short IN (SELECT value FROM json_each(?))', shorts)))
}

/** Removes an entry if it is there. */
function remove(sql: Sql, id: string): void {
  const found = sql.all('SELECT added, length, id FROM entries WHERE short = ?', shortOf(id))
  const [added, length] = found.find(([, , bytes]) => bytesToHex(bytes as Uint8Array) === id) ?? []
  if (typeof added !== 'number' || typeof length !== 'number') return
  // Its words stay behind, and are passed over.
  sql.run('DELETE FROM entries WHERE added = ?', added)
  writeState(sql, 'gone', (readState(sql, 'gone') ?? 0) + 1)
  sql.run('UPDATE lengths SET count = count - 1 WHERE length = ?', length)
}

/** Without words: the newest first. */
function findNewest(sql: Sql, rows: Rows, facets: readonly string[], options: SearchOptions): Found {
  const { minBytes = 0, maxBytes = Infinity, offset = 0, limit = 20 } = options
  const isAll = facets.length === 0
  const few = isAll ? [] : rows.first(facets, COUNT_TO + 1, {})
  // Few are sorted by when they were added; of many the newest entries are asked whether they are among them.
  const among = `added IN (SELECT rowid % ${LENGTH_STEP} FROM words WHERE words MATCH ?1) AND`
  const each = `EXISTS (SELECT 1 FROM words WHERE words MATCH ?1 AND rowid = length * ${LENGTH_STEP} + added) AND`
  const within = isAll ? '' : few.length <= COUNT_TO ? among : each
  const values = [...(isAll ? [] : [facets.join(' AND ')]), minBytes, Math.min(maxBytes, Number.MAX_SAFE_INTEGER)]
  const where = `FROM entries WHERE ${within} bytes BETWEEN ? AND ?`
  const page = sql.all(`SELECT added ${where} ORDER BY added DESC LIMIT ? OFFSET ?`, ...values, limit, offset)
  const count = (): number =>
    numbers(sql.all(`SELECT count(*) FROM (SELECT 1 ${where} LIMIT ?)`, ...values, COUNT_TO))[0] ?? 0
  const total = isAll ? rows.size : count()
  return { total, exact: isAll || total < COUNT_TO, ids: idsOf(sql, numbers(page)) }
}

function idsOf(sql: Sql, added: readonly number[]): string[] {
  return added.map((one) => bytesToHex(sql.all('SELECT id FROM entries WHERE added = ?', one)[0]?.[0] as Uint8Array))
}

function shortOf(id: string): number {
  return Number.parseInt(id.slice(-12), 16)
}

function atomically(sql: Sql, work: () => void): void {
  sql.run('BEGIN IMMEDIATE')
  try {
    work()
    sql.run('COMMIT')
  } catch (error) {
    sql.run('ROLLBACK')
    throw error
  }
}
