/**
 * The suite that every record store must pass.
 *
 * ```ts
 * testRecordStore('memory', async () => ({ open: async () => memoryStore() }))
 * ```
 *
 * @module
 */
export { testRecordStore } from './test-record-store.ts'
export type { StoreHome } from './test-record-store.ts'
export { testNeighbourhood } from './test-neighbourhood.ts'
export type { NeighbourPair } from './test-neighbourhood.ts'
export { sampleRecord, validateSample } from './sample.ts'
