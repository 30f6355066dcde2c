import { columnSearch } from './search/column-search.ts'
import { Columns } from './search/columns.ts'
import type { SearchIndex } from './search-index.ts'

/** A search index in memory: for 100,000 entries some thirty megabytes, and a few milliseconds a search. */
export function memorySearch(): SearchIndex {
  let columns = new Columns()
  return columnSearch({
    columns: () => columns,
    change: async (plan) => columns.take(plan(columns)),
    close: async () => void (columns = new Columns()),
  })
}
