// How big a network at rest is, in a process of its own: prints { setUpMs, bytesPerPeer }.
//
//   node --expose-gc benchmarks/gossip/size.ts lazyTree|gossipsub <peers> <degree> <seed>
import { setTimeout as sleep } from 'node:timers/promises'
import { residentBytes } from '../harness/resources.ts'
import { startNetwork } from './measure.ts'
import type { Size } from './compare.ts'

const [side = 'lazyTree', peers = '100', degree = '8', seed = '1'] = process.argv.slice(2)
const before = residentBytes()
const began = performance.now()
const settings = {
  side: side === 'gossipsub' ? side : 'lazyTree',
  peers: Number(peers),
  degree: Number(degree),
  seed: Number(seed),
} as const
await startNetwork(settings, () => ({ validate: () => true, onPayload: () => {}, onMessage: () => {} }))
const setUpMs = performance.now() - began
// Meshes settle, and identify has said all.
await sleep(3_000)
const size: Size = { setUpMs, bytesPerPeer: (residentBytes() - before) / Number(peers) }
console.log(JSON.stringify(size))
process.exit(0)
