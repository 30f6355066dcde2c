import type { SearchIndex } from '../search-index.ts'
import { columnSearch } from '../search/column-search.ts'
import { ChunkStore } from './chunk-store.ts'

/**
 * Opens a search index that is kept in IndexedDB, and searched in memory. What it holds can be had from the records
 * again: a damaged one is emptied, and `mark` tells that.
 */
export async function openIndexedDbSearch(name: string): Promise<SearchIndex> {
  const store = await ChunkStore.open(`hydra-search:${name}`)
  return columnSearch({
    columns: () => store.columns,
    change: (plan) => store.change(plan),
    close: async () => store.close(),
  })
}
