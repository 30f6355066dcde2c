/**
 * Gets files from connected libp2p peers, and serves them.
 *
 * ```ts
 * const blocks = memoryBlocks()
 * const swarm = await libp2pSwarm(node, { blocks, routing: await libp2pHolders(node) })
 * const files = await createFiles({ blocks, sources: [swarm] })
 * ```
 *
 * @module
 */
export { HOLDERS_PROTOCOL, libp2pHolders } from './holders/holders.ts'
export type { Holders, HoldersNode } from './holders/holders.ts'
export { FILES_PROTOCOL, libp2pSwarm } from './libp2p-swarm.ts'
export type { FilesNode, Routing } from './libp2p-network.ts'
export type { Libp2pSwarmOptions } from './libp2p-swarm.ts'
export type { Swarm } from '../swarm/swarm.ts'
