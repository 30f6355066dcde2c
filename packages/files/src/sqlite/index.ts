/**
 * The search index of a peer in Node: SQLite's FTS5, in a file of its own.
 *
 * ```ts
 * const search = openSqliteSearch('./hydra/search.db')
 * ```
 *
 * @packageDocumentation
 */
export { openSqliteSearch } from './sqlite-search.ts'
