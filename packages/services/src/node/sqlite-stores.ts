import { DatabaseSync } from 'node:sqlite'
import { entriesOf } from '../registry/memory-kv.ts'
import type { KvStores } from '../registry/kv-stores.ts'

// What was acknowledged is on the disk: `synchronous=FULL` also syncs the log that WAL writes.
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS kv (service TEXT, key TEXT, value TEXT NOT NULL, PRIMARY KEY (service, key)) WITHOUT ROWID;
`

/** Storage of services in one file. */
export function sqliteStores(path: string): KvStores {
  const database = new DatabaseSync(path)
  database.exec(SCHEMA)
  const get = database.prepare('SELECT value FROM kv WHERE service = ? AND key = ?')
  const set = database.prepare('INSERT INTO kv VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
  const add = database.prepare('INSERT INTO kv VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
  const remove = database.prepare('DELETE FROM kv WHERE service = ? AND key = ?')
  // No LIKE: `_` and `%` are letters of a key like any other.
  const list = database.prepare(
    'SELECT key, value FROM kv WHERE service = ? AND (key > ? OR ?) AND substr(key, 1, length(?)) = ? ORDER BY key LIMIT ?',
  )
  let open = true
  return {
    open: (service) => ({
      async get(key) {
        const row = get.get(service, key)
        return row && String(row['value'])
      },
      set: async (key, value) => void set.run(service, key, value),
      add: async (key, value) => add.run(service, key, value).changes === 1,
      delete: async (key) => void remove.run(service, key),
      async list({ prefix = '', after, limit } = {}) {
        const rows = list.all(service, after ?? '', after === undefined ? 1 : 0, prefix, prefix, entriesOf(limit))
        return rows.map(({ key, value }) => [String(key), String(value)] as const)
      },
    }),
    async close() {
      if (open) database.close()
      open = false
    },
  }
}
