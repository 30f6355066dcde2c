/**
 * Keeps a record set in an SQLite database, by Node's own `node:sqlite`.
 *
 * ```ts
 * const store = await openSqliteStore('records.db')
 * ```
 *
 * @module
 */
export { openSqliteStore } from './sqlite-store.ts'
export type { SqliteStoreOptions } from './sqlite-store.ts'
