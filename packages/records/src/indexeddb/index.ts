/**
 * Keeps a record set in IndexedDB, shared by all tabs of an origin.
 *
 * ```ts
 * const store = await openIndexedDbStore('notes')
 * const lead = await leadTabs('notes')   // resolves in one tab at a time: let that one talk to peers
 * ```
 *
 * @module
 */
export { openIndexedDbStore } from './indexeddb-store.ts'
export { leadTabs } from './lead-tabs.ts'
export type { Lead } from './lead-tabs.ts'
