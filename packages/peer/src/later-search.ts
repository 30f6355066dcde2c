import type { SearchIndex } from '@hydra/files'

/** A search index that is opened, and its engine loaded, when it is first used. */
export function laterSearch(open: () => Promise<SearchIndex>): SearchIndex {
  let opened: Promise<SearchIndex> | undefined
  const index = async (): Promise<SearchIndex> => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined
      throw error
    })
    return opened
  }
  return {
    put: async (entries, mark) => (await index()).put(entries, mark),
    remove: async (ids) => (await index()).remove(ids),
    search: async (words, options) => (await index()).search(words, options),
    mark: async () => (await index()).mark(),
    close: async () => (await opened)?.close(),
  }
}
