import type { SearchIndex } from '../search-index.ts'
import type { Change, Columns } from './columns.ts'
import { checkNumbers } from './check-numbers.ts'
import { findNewest, findRanked } from './scan.ts'
import { parseQuery } from './words.ts'

/** Where the columns are, and how a change becomes part of them. */
export interface Kept {
  columns(): Columns
  /** Makes a change, all or nothing. */
  change(plan: (columns: Columns) => Change): Promise<void>
  close(): Promise<void>
}

/** A search engine over columns of numbers. */
export function columnSearch(kept: Kept): SearchIndex {
  return {
    put: (entries, mark) => kept.change((columns) => columns.plan(entries, [], mark)),
    remove: (ids) => kept.change((columns) => columns.plan([], ids, undefined)),
    async search(words, options = {}) {
      checkNumbers(options)
      const terms = parseQuery(words)
      if (terms.length > 0) return findRanked(kept.columns(), terms, options)
      // Only signs: nothing has them.
      return words.trim() === '' ? findNewest(kept.columns(), options) : { total: 0, exact: true, ids: [] }
    },
    mark: async () => kept.columns().mark,
    close: () => kept.close(),
  }
}
