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
export { libp2pByteStream } from './libp2p-byte-stream.ts'
export type { Libp2pByteStream, Libp2pByteStreamOptions } from './libp2p-byte-stream.ts'
export { libp2pNeighbourhood, RECORDS_PROTOCOL } from './libp2p-neighbourhood.ts'
export type { Libp2pNeighbourhood, RecordsNode } from './libp2p-neighbourhood.ts'
export { libp2pRecords } from './libp2p-records.ts'
export type { Libp2pRecords } from './libp2p-records.ts'
