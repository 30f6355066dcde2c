import { createKeys, type KeyOf, nearest, sharedBits, xorDistance } from './overlay-key.ts'
import { type Random, shuffle } from './random.ts'
import type { ConnectedPeer, KnownPeer, Topology } from './topology.ts'

/** Which peers a Kademlia table keeps. */
export interface KademliaOptions {
  /** The own peer id: the table is built around it. */
  self: string
  /**
   * Where a peer's place comes from; the same for all peers of one overlay.
   * @default its id, hashed with SHA-256
   */
  keyOf?: KeyOf
  /**
   * Peers kept per distance, and of the nearest ones.
   * @default 4
   */
  bucketSize?: number
  /**
   * Above this, the fullest distances give.
   * @default 64
   */
  maxPeers?: number
}

/** A few peers at every XOR distance, and the nearest ones: any key is reached in a logarithm of hops. */
export function kademlia(options: KademliaOptions): Topology {
  const { self, bucketSize = 4, maxPeers = 64, keyOf = createKeys() } = options
  const own = keyOf(self)
  const bucketOf = (peer: KnownPeer): number => sharedBits(own, keyOf(peer.id))
  const distanceOf = (peer: KnownPeer): number => xorDistance(own, keyOf(peer.id))

  function dial(known: readonly KnownPeer[], connected: readonly ConnectedPeer[], random: Random): string[] {
    const here = new Set(connected.map((peer) => peer.id))
    const sizes = countBuckets(connected)
    const close = new Set(nearest([...known, ...connected], bucketSize, distanceOf).map((peer) => peer.id))
    const chosen: string[] = []
    for (const peer of shuffle(known, random).sort(byTrust)) {
      if (here.has(peer.id)) continue
      const bucket = bucketOf(peer)
      const size = sizes.get(bucket) ?? 0
      if (size >= bucketSize && !close.has(peer.id)) continue
      sizes.set(bucket, size + 1)
      chosen.push(peer.id)
    }
    return chosen.slice(0, Math.max(0, maxPeers - connected.length))
  }

  function drop(connected: readonly ConnectedPeer[]): string[] {
    const excess = connected.length - maxPeers
    if (excess <= 0) return []
    const close = new Set(nearest(connected, bucketSize, distanceOf))
    const sizes = countBuckets(connected)
    const victims: string[] = []
    // Who was there first stays: the longer a peer was up, the longer it will be (Maymounkov and Mazières, 2002).
    for (const peer of [...connected].sort((a, b) => b.sinceMs - a.sinceMs)) {
      const bucket = bucketOf(peer)
      const size = sizes.get(bucket) ?? 0
      if (victims.length >= excess || peer.anchor || close.has(peer) || size <= bucketSize) continue
      sizes.set(bucket, size - 1)
      victims.push(peer.id)
    }
    return victims
  }

  function countBuckets(peers: readonly KnownPeer[]): Map<number, number> {
    const sizes = new Map<number, number>()
    for (const peer of peers) sizes.set(bucketOf(peer), (sizes.get(bucketOf(peer)) ?? 0) + 1)
    return sizes
  }

  return (known, connected, _now, random) => ({ dial: dial(known, connected, random), drop: drop(connected) })
}

function byTrust(a: KnownPeer, b: KnownPeer): number {
  return Number(b.anchor) - Number(a.anchor) || a.rank - b.rank
}
