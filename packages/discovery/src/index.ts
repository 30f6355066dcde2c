/**
 * Finds peers by many ways at once, and keeps connections to a few of them.
 *
 * ```ts
 * import { createDiscovery, mesh, staticList } from '@hydra/discovery'
 * import { libp2pDialer, libp2pSelf } from '@hydra/discovery/libp2p'
 * const discovery = createDiscovery({
 *   self: libp2pSelf(node, privateKey),
 *   dialer: libp2pDialer(node),
 *   sources: [staticList(['/dns4/node.example/tcp/443/wss/p2p/12D3Koo…'])],
 *   topology: mesh({ targetPeers: 8 }),
 * })
 * for (const { peerId, state, why } of discovery.explain().peers) console.log(peerId, state, why)
 * ```
 *
 * @packageDocumentation
 */
export { addressGroup } from './address-group.ts'
export { anyAddress, publicAddresses } from './address-policy.ts'
export type { AddressPolicy } from './address-policy.ts'
export type { Calls } from './calls.ts'
export type { Clock, Unsubscribe } from './clock.ts'
export type { Dialer, OpenConnection, Self } from './dialer.ts'
export { createDiscovery } from './discovery.ts'
export type { Discovery, DiscoveryOptions } from './discovery.ts'
export { dns } from './dns.ts'
export { httpsResolver } from './dns-resolver.ts'
export type { DnsResolver } from './dns-resolver.ts'
export { exchange, serveExchange } from './exchange.ts'
export type { Explanation, PeerExplanation, SourceExplanation } from './explanation.ts'
export { full } from './full.ts'
export { indexedDbStore } from './indexed-db-store.ts'
export { kademlia } from './kademlia.ts'
export { createMeeting } from './memory-source.ts'
export type { Meeting } from './memory-source.ts'
export { mesh } from './mesh.ts'
export type { MeshOptions } from './mesh.ts'
export { ring } from './ring.ts'
export { room } from './room.ts'
export type { RoomPresence } from './room.ts'
export type { Candidate, DiscoverySource, Origin, OwnAddresses } from './source.ts'
export { staticList } from './static-list.ts'
export { memoryStore } from './store.ts'
export type { DiscoveryStore } from './store.ts'
export type { Change, ConnectedPeer, KnownPeer, Topology } from './topology.ts'
