/**
 * Reconciles record sets with connected libp2p peers.
 *
 * ```ts
 * const records = await libp2pRecords(node, [names, posts])
 * await records.sync(peerId, posts)
 * ```
 *
 * @module
 */
export { libp2pRecords, RECORDS_PROTOCOL } from './libp2p-records.ts'
export type { Libp2pRecords, RecordsNode } from './libp2p-records.ts'
