/**
 * A network of any number of peers in one process, on virtual time: the same seed gives the same run.
 *
 * ```ts
 * import { createNetwork, fixedLatency } from '@hydra/router/simulator'
 *
 * const network = createNetwork(100, { latency: fixedLatency(50), seed: 7 })
 * const [first] = network.peers
 * for (const { link } of network.peers) link.onFrame((from) => console.log(from, network.clock.now()))
 * for (const { id } of first!.link.neighbours()) await first!.link.send(id, new Uint8Array([1]))
 * await network.clock.run(1_000)
 * ```
 */
export { createFakeKeys, type FakeKeys } from '../testing/fake-keys.ts'
export { fixedLatency, type Latency, logNormalLatency, uniformLatency } from './latency.ts'
export { measureSpread, type MeasureSpreadOptions } from './measure-spread.ts'
export { createNetwork, type Delivery, type Network, type NetworkOptions } from './network.ts'
export type { SimulatedPeer, TrafficCounters } from './peer.ts'
export { createSeededRandom, type SeededRandom } from './random.ts'
export { readRouterFrame, type Sighting, watchFrames } from './spy.ts'
export { countQuantile, type Flight, type SpreadFigures } from './spread-figures.ts'
export { createSpreadTrial, type SpreadTrial, type SpreadTrialOptions } from './spread-trial.ts'
export { recordTrace, type Trace } from './trace.ts'
export { createVirtualClock, type VirtualClock } from './virtual-clock.ts'
