import type { SearchOptions } from '../search-index.ts'
import { score, weight } from './rank.ts'
import type { Sql } from './sql.ts'
import { repeatedToken } from './tokens.ts'
import type { Term } from './words.ts'

export interface WordSearch {
  readonly terms: readonly Term[]
  readonly facets: readonly string[]
  readonly options: SearchOptions
  /** How many are looked at to find the best. */
  readonly candidates: number
  /** What a row's number grows by with each word of the entry. */
  readonly lengthStep: number
  readonly entries: number
  readonly averageWords: number
}

/**
 * The best rows for some words. FTS5's own ranking reads every row that has them, which takes a quarter of a second for
 * common ones. By BM25 an entry that has each word once ranks by its length alone, and rows are numbered by length: the
 * first ones found are the best ones. Only those that have a word twice can be better, and they carry a mark by which
 * they are found in the same way.
 */
export function findWords(sql: Sql, search: WordSearch): { rows: number[]; total: number; exact: boolean } {
  const { terms, facets, options, lengthStep, averageWords } = search
  const { offset = 0, limit = 20 } = options
  const wanted = Math.max(search.candidates, offset + limit)
  const queries = terms.map(termQuery)
  const base = firstRows(sql, [...queries, ...facets], wanted, options)
  const weights = terms.length === 1 ? [1] : queries.map((query) => weightOf(sql, query, search))
  const ranks = new Map(base.map((row) => [row, 0]))
  for (const [i, term] of terms.entries()) {
    const word = term.words.length === 1 ? term.words[0] : undefined
    if (word === undefined) continue
    const twice = termQuery({ words: [repeatedToken(word)], prefix: term.prefix })
    const others = queries.filter((_, other) => other !== i)
    for (const row of firstRows(sql, [twice, ...others, ...facets], Math.max(200, offset + limit), options))
      ranks.set(row, 1)
  }
  for (const [row, repeats] of ranks) {
    const times = repeats === 0 ? {} : repeatedOf(sql, row)
    const length = Math.floor(row / lengthStep)
    const each = terms.map((term, i) => (weights[i] as number) * score(timesOf(term, times), length, averageWords))
    ranks.set(
      row,
      each.reduce((sum, value) => sum + value, 0),
    )
  }
  const best = [...ranks].sort(([a, x], [b, y]) => y - x || a - b).map(([row]) => row)
  const exact = base.length < wanted
  return {
    rows: best.slice(offset, offset + limit),
    exact,
    total: exact ? base.length : Math.max(wanted, share(sql, base, search)),
  }
}

function termQuery({ words, prefix }: Term): string {
  return `"${words.join(' ')}"${prefix ? ' *' : ''}`
}

function firstRows(sql: Sql, parts: readonly string[], limit: number, options: SearchOptions): number[] {
  const { minBytes = 0, maxBytes = Infinity } = options
  const query = parts.join(' AND ')
  if (minBytes <= 0 && maxBytes === Infinity) {
    return sql.all('SELECT rowid FROM words WHERE words MATCH ? LIMIT ?', query, limit).map(([row]) => row as number)
  }
  const most = Math.min(maxBytes, Number.MAX_SAFE_INTEGER)
  return sql
    .all(
      `SELECT words.rowid FROM words CROSS JOIN entries ON entries.row = words.rowid WHERE words MATCH ? AND bytes BETWEEN ? AND ? LIMIT ?`,
      query,
      minBytes,
      most,
      limit,
    )
    .map(([row]) => row as number)
}

const SAMPLE = 200

/** How much a term counts, from how densely the first that have it lie among all. */
function weightOf(sql: Sql, query: string, search: WordSearch): number {
  const rows = firstRows(sql, [query], SAMPLE, {})
  return weight(rows.length < SAMPLE ? rows.length : share(sql, rows, search), search.entries)
}

/** How many of all there are, if they are as frequent everywhere as among these first ones. */
function share(sql: Sql, rows: readonly number[], { lengthStep, entries }: WordSearch): number {
  const last = rows.at(-1) as number
  const start = Math.floor(last / lengthStep) * lengthStep
  const shorter = sql.all('SELECT sum(count) FROM lengths WHERE length < ?', start / lengthStep)[0]?.[0] as
    | number
    | null
  const inside = sql.all('SELECT count FROM lengths WHERE length = ?', start / lengthStep)[0]?.[0] as number | undefined
  const newest = sql.all("SELECT value FROM state WHERE name = 'added'")[0]?.[0] as number
  const upTo = (shorter ?? 0) + (inside ?? 0) * Math.min(1, (last - start) / Math.max(1, newest))
  return Math.min(entries, Math.round((rows.length * entries) / Math.max(1, upTo)))
}

function repeatedOf(sql: Sql, row: number): Record<string, number> {
  const text = sql.all('SELECT repeated FROM entries WHERE row = ?', row)[0]?.[0]
  return typeof text === 'string' ? (JSON.parse(text) as Record<string, number>) : {}
}

function timesOf({ words, prefix }: Term, times: Readonly<Record<string, number>>): number {
  const [word, second] = words
  if (word === undefined || second !== undefined) return 1
  if (!prefix) return times[word] ?? 1
  return Object.entries(times).reduce(
    (most, [other, count]) => (other.startsWith(word) ? Math.max(most, count) : most),
    1,
  )
}
