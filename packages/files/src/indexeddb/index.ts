/**
 * The search index of a tab: in memory, and kept in IndexedDB over a reload.
 *
 * ```ts
 * const search = await openIndexedDbSearch('files')
 * ```
 *
 * @packageDocumentation
 */
export { openIndexedDbSearch } from './indexeddb-search.ts'
