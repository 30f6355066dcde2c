/**
 * Discovery on a libp2p node.
 *
 * ```ts
 * import { createDiscovery, exchange, serveExchange } from '@hydra/discovery'
 * import { libp2pCalls, libp2pDialer, libp2pSelf, neighbours } from '@hydra/discovery/libp2p'
 * const calls = libp2pCalls(node)
 * const discovery = createDiscovery({
 *   self: libp2pSelf(node, privateKey),
 *   dialer: libp2pDialer(node),
 *   sources: [neighbours(node), exchange({ calls })],
 * })
 * await serveExchange({ calls, sample: discovery.sample })
 * ```
 *
 * @packageDocumentation
 */
export { libp2pCalls } from './libp2p-calls.ts'
export { libp2pDialer } from './libp2p-dialer.ts'
export { libp2pSelf } from './libp2p-self.ts'
export { neighbours } from './neighbours.ts'
