import type { IndexEntry, SearchIndex, SearchOptions } from './search-index.ts'

/** A search index in memory that reads every entry at every search. For tests and small sets. */
export function memorySearch(): SearchIndex {
  const entries = new Map<string, IndexEntry>()
  return {
    put: async (added) => added.forEach((entry) => void entries.set(entry.id, entry)),
    remove: async (ids) => ids.forEach((id) => void entries.delete(id)),
    async search(words, options = {}) {
      const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
      const found = [...entries.values()].filter((entry) => fits(entry, options) && hasAll(entry, wanted))
      const { offset = 0, limit = 20 } = options
      return { total: found.length, entries: found.slice(offset, offset + limit) }
    },
    close: async () => entries.clear(),
  }
}

function hasAll(entry: IndexEntry, wanted: readonly string[]): boolean {
  const text = [entry.name, entry.description ?? '', ...entry.tags].join(' ').toLowerCase()
  return wanted.every((word) => text.includes(word))
}

function fits(entry: IndexEntry, options: SearchOptions): boolean {
  if (options.mediaType !== undefined && entry.mediaType !== options.mediaType) return false
  if (options.tag !== undefined && !entry.tags.includes(options.tag)) return false
  return entry.bytes <= (options.maxBytes ?? Infinity)
}
