/**
 * Every role composed in one line.
 *
 * ```ts
 * const mesh = createMemoryMesh()
 * const [alice, bob] = [await createPeer(memoryPeer(mesh)), await createPeer(memoryPeer(mesh))]
 * const { url } = await alice.services.host(() => new Response('Hello'))
 * const response = await bob.services.fetch(url)
 * ```
 *
 * @packageDocumentation
 */
import '@hydra/identity/engine'

export { createPeer } from './create-peer.ts'
export type { Traffic } from './byte-count.ts'
export type { ExplainedConnection, LinkExplanation, PeerExplanation } from './explain.ts'
export type { FeatureOptions } from './features.ts'
export type { PeerFiles } from './peer-files.ts'
export type { PeerNames } from './peer-names.ts'
export type { PeerIdentity } from './identity.ts'
export type { Parts, Peer, PeerLink } from './parts.ts'
export { createMemoryMesh, memoryPeer } from './memory-peer.ts'
export type { MemoryLink, MemoryMesh } from './memory-peer.ts'
export type { PeerRecords } from './peer-records.ts'
