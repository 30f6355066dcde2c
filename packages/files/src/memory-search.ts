import { parseQuery, wordsOf, type Term } from './search/words.ts'
import type { SearchEntry, SearchIndex, SearchOptions } from './search-index.ts'

interface Held {
  readonly entry: SearchEntry
  /** Name, tags and description, each with its words. */
  readonly fields: readonly (readonly string[])[]
}

/** A search index in memory that reads every entry at every search. For tests and small sets. */
export function memorySearch(): SearchIndex {
  const held = new Map<string, Held>()
  let last: number | undefined
  return {
    async put(entries, mark) {
      for (const entry of entries) {
        held.delete(entry.id)
        const fields = [entry.name, ...entry.tags, entry.description ?? ''].map(wordsOf)
        held.set(entry.id, { entry, fields })
      }
      last = mark ?? last
    },
    remove: async (ids) => ids.forEach((id) => void held.delete(id)),
    async search(words, options = {}) {
      const terms = parseQuery(words)
      const { offset = 0, limit = 20 } = options
      const isBlank = words.trim() === ''
      const found = [...held.values()].filter(({ entry, fields }) => {
        return fits(entry, options) && (isBlank || terms.length > 0) && terms.every((term) => timesIn(fields, term) > 0)
      })
      if (isBlank) found.reverse()
      else found.sort((a, b) => rankOf(b, terms) - rankOf(a, terms))
      return { total: found.length, exact: true, ids: found.slice(offset, offset + limit).map(({ entry }) => entry.id) }
    },
    mark: async () => last,
    close: async () => held.clear(),
  }
}

/** The share of an entry's words that were asked for. */
function rankOf({ fields }: Held, terms: readonly Term[]): number {
  return terms.reduce((sum, term) => sum + timesIn(fields, term), 0) / Math.max(1, fields.flat().length)
}

function timesIn(fields: Held['fields'], { words, prefix }: Term): number {
  const last = words.length - 1
  return fields.reduce((sum, field) => {
    const starts = field.filter((_, at) =>
      words.every((word, i) => (prefix && i === last ? field[at + i]?.startsWith(word) : field[at + i] === word)),
    )
    return sum + starts.length
  }, 0)
}

function fits(entry: SearchEntry, { mediaType, tag, cid, minBytes = 0, maxBytes = Infinity }: SearchOptions): boolean {
  const family = `${entry.mediaType.split('/')[0]}/*`
  if (mediaType !== undefined && mediaType !== entry.mediaType && mediaType !== family) return false
  if (tag !== undefined && !entry.tags.includes(tag)) return false
  if (cid !== undefined && cid !== entry.cid) return false
  return entry.bytes >= minBytes && entry.bytes <= maxBytes
}
