import { kademlia } from '../kademlia.ts'
import { mesh } from '../mesh.ts'
import { createKeys, type OverlayKey } from '../overlay-key.ts'
import type { Random } from '../random.ts'
import { ring } from '../ring.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { kademliaOverlay, ringOverlay } from './overlay.ts'
import { type SimulationOptions, type SimulationResult, simulate } from './simulate.ts'

// Two minutes to find each other, three in which a fifth of all peers vanishes each minute.
const WEATHER = { calmMs: 120_000, churnMs: 180_000, churnPerMinute: 0.2 }

export function simulateMesh(peers: number, seed: number, weather: Partial<SimulationOptions> = {}): SimulationResult {
  const keyOf = createKeys(Number.POSITIVE_INFINITY)
  return simulate({ ...WEATHER, peers, random: seededRandom(seed), keyOf, topology: () => mesh(), ...weather })
}

export function simulateKademlia(peers: number, seed: number): SimulationResult {
  const keyOf = createKeys(Number.POSITIVE_INFINITY)
  const topology = (self: string) => kademlia({ self, keyOf })
  // A table is refreshed by looking up oneself, or a key at some distance, in turns.
  const targetsOf = (key: OverlayKey, random: Random): OverlayKey[] => [random() < 0.5 ? key : across(key, random)]
  const overlay = { kind: kademliaOverlay, targetsOf }
  return simulate({ ...WEATHER, peers, random: seededRandom(seed), keyOf, topology, overlay })
}

export function simulateRing(peers: number, seed: number): SimulationResult {
  const keyOf = createKeys(Number.POSITIVE_INFINITY)
  const topology = (self: string) => ring({ self, keyOf })
  // Chord mends its successors by asking for its own place, and fingers one at a time, in turns.
  const targetsOf = (key: OverlayKey, random: Random): OverlayKey[] => [random() < 0.5 ? key : further(key, random)]
  const overlay = { kind: ringOverlay, targetsOf }
  return simulate({ ...WEATHER, peers, random: seededRandom(seed), keyOf, topology, overlay })
}

// Sixteen distances reach from half of all peers to one in 65,536.
const DISTANCES = 16

function across(key: OverlayKey, random: Random): OverlayKey {
  const bit = Math.floor(random() * DISTANCES)
  return key.map((byte, index) => (index === bit >> 3 ? byte ^ (128 >> (bit & 7)) : byte))
}

/** The place at half the circle from here, a quarter, an eighth …: one of them. */
function further(key: OverlayKey, random: Random): OverlayKey {
  const [high = 0, low = 0] = key
  const place = (high * 256 + low + 2 ** Math.floor(random() * DISTANCES)) % 65_536
  return key.map((byte, index) => (index === 0 ? place >> 8 : index === 1 ? place & 255 : byte))
}
