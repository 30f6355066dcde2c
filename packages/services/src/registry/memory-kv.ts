import type { Kv } from '../sandbox/kv.ts'

const DEFAULT_ENTRIES = 100
// A page of a guest's list; what it makes of it has to fit into its memory.
const MAX_ENTRIES = 1_000

/** How many entries a `list` returns. */
export function entriesOf(limit = DEFAULT_ENTRIES): number {
  return Math.max(0, Math.min(Math.trunc(limit) || 0, MAX_ENTRIES))
}

/** Storage that ends with the process. */
export function memoryKv(): Kv {
  const table = new Map<string, string>()
  return {
    get: async (key) => table.get(key),
    set: async (key, value) => void table.set(key, value),
    async add(key, value) {
      if (table.has(key)) return false
      table.set(key, value)
      return true
    },
    delete: async (key) => void table.delete(key),
    async list({ prefix = '', after, limit } = {}) {
      const fits = (key: string): boolean => key.startsWith(prefix) && (after === undefined || key > after)
      const keys = [...table.keys()].filter(fits).sort()
      return keys.slice(0, entriesOf(limit)).map((key) => [key, table.get(key) ?? ''] as const)
    },
  }
}
