/**
 * What proves an implementation of one of discovery's seams, and what stands in for a network in tests.
 *
 * ```ts
 * import { testSource } from '@hydra/discovery/testing'
 * testSource('my own', async () => ({ source: mySource(), appear: async () => announceSomebody() }))
 * ```
 *
 * @packageDocumentation
 */
export { testCalls, testDialer } from './dialer-suite.ts'
export type { PairUnderTest } from './dialer-suite.ts'
export { createMemoryNetwork } from './memory-network.ts'
export type { MemoryNetwork, MemoryPeer } from './memory-network.ts'
export { testResolver } from './resolver-suite.ts'
export { seededRandom } from './seeded-random.ts'
export { testSource } from './source-suite.ts'
export type { SourceUnderTest } from './source-suite.ts'
export { testStore } from './store-suite.ts'
export { testPeer } from './test-peer.ts'
export type { TestPeer } from './test-peer.ts'
export { testTopology } from './topology-suite.ts'
export { virtualClock } from './virtual-clock.ts'
export type { VirtualClock } from './virtual-clock.ts'
