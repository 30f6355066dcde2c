/**
 * A peer that runs in Node.
 *
 * ```ts
 * const node = await createPeer(nodePeer({ port: 4937 }))
 * console.log(node.link.port.url)
 * ```
 */
export { InvalidAddressError, OutsideI2pError } from './errors.ts'
export type { NetworkLink } from './network-link.ts'
export { nodePeer } from './node-peer.ts'
export type { NodeLink, NodePeerOptions } from './node-peer.ts'
