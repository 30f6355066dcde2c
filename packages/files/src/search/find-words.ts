import type { SearchOptions } from '../search-index.ts'
import { score, weight } from './rank.ts'
import type { Rows } from './rows.ts'
import { MAX_TIMES, nameOf, repeatedQuery, termQuery } from './tokens.ts'
import type { Term } from './words.ts'

export interface WordSearch {
  readonly terms: readonly Term[]
  readonly facets: readonly string[]
  readonly options: SearchOptions
  /** Beyond so many a total is an estimate. */
  readonly countTo: number
}

// Each takes a millisecond or so. Of three very common words that are all repeated a few best may be missed.
const MAX_QUERIES = 12

/** The best rows for some words, by BM25. */
export function findWords(
  rows: Rows,
  { terms, facets, options, countTo }: WordSearch,
): { rows: number[]; total: number; exact: boolean } {
  const { offset = 0, limit = 20 } = options
  const page = offset + limit
  const wanted = Math.max(countTo, page)
  const first = (levels: readonly number[], limit: number): number[] =>
    rows.first([...terms.map((term, i) => queryOf(term, levels[i] as number)), ...facets], limit, options)
  const base = first(
    terms.map(() => 1),
    wanted,
  )
  const exact = base.length < wanted
  const candidates = exact ? base : bestOfTheirKind(terms, page, first)
  const weights = terms.length === 1 ? [1] : terms.map((term) => weight(rows.count(termQuery(term)), rows.size))
  const times = rows.repeated(candidates)
  const rankOf = (row: number): number => {
    const each = terms.map((term, i) => {
      return (weights[i] as number) * score(timesOf(term, times.get(row)), rows.lengthOf(row), rows.averageWords)
    })
    return each.reduce((sum, value) => sum + value, 0)
  }
  const ranked = candidates.map((row) => ({ row, rank: rankOf(row) })).sort((a, b) => b.rank - a.rank || a.row - b.row)
  return {
    rows: ranked.slice(offset, page).map(({ row }) => row),
    exact,
    total: exact ? base.length : Math.max(wanted, rows.estimate(base)),
  }
}

/**
 * FTS5's own ranking reads every row that has the words, which takes a quarter of a second for common ones. Here rows are
 * numbered by length, and come in that order; and marks tell which words an entry has twice, three times and so on. By
 * BM25, among those that have each word at least so and so often the shortest are the best: a page of them for each such
 * level is enough. Where a level does not fill a page, all that lie above it were seen.
 */
function bestOfTheirKind(
  terms: readonly Term[],
  page: number,
  first: (levels: readonly number[], limit: number) => number[],
): number[] {
  const found = new Set<number>()
  const levels = new Map([['', terms.map(() => 1)]])
  // What is added to a map while it is walked through is walked through too.
  for (const level of levels.values()) {
    const rows = first(level, page)
    for (const row of rows) found.add(row)
    if (rows.length < page) continue
    for (const [i, term] of terms.entries()) {
      const higher = level.with(i, (level[i] as number) + 1)
      const isOne = nameOf(term) !== undefined && (higher[i] as number) <= MAX_TIMES
      if (isOne && levels.size < MAX_QUERIES) levels.set(higher.join(), higher)
    }
  }
  return [...found]
}

function queryOf(term: Term, least: number): string {
  const name = nameOf(term)
  return least === 1 || name === undefined
    ? termQuery(term)
    : repeatedQuery(name, term.prefix && name === term.words[0], least)
}

function timesOf(term: Term, times: ReadonlyMap<string, number> | undefined): number {
  const name = nameOf(term)
  if (name === undefined || times === undefined) return 1
  if (!term.prefix || name !== term.words[0]) return times.get(name) ?? 1
  // Of a longer beginning only repeated words are known, not that there are several that begin so.
  return [...times].reduce((most, [word, count]) => (word.startsWith(name) ? Math.max(most, count) : most), 1)
}
