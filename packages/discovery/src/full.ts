import { shuffle } from './random.ts'
import type { Topology } from './topology.ts'

/** Everyone connects to everyone. For small groups. */
export function full(options: { maxPeers?: number } = {}): Topology {
  // Fifty peers keep 1,225 connections between them; beyond that a mesh serves everybody better.
  const { maxPeers = 50 } = options
  return (known, connected, _now, random) => {
    const here = new Set(connected.map((peer) => peer.id))
    const missing = shuffle(known, random).filter((peer) => !here.has(peer.id))
    missing.sort((a, b) => Number(b.anchor) - Number(a.anchor) || a.rank - b.rank)
    const room = Math.max(0, maxPeers - connected.length)
    return { dial: missing.slice(0, room).map((peer) => peer.id), drop: [] }
  }
}
