import type { Topology } from './topology.ts'

/** Everyone connects to everyone. For small groups. */
export function full(options: { maxPeers?: number } = {}): Topology {
  const { maxPeers = 50 } = options
  return (known, connected) => {
    const here = new Set(connected.map((peer) => peer.id))
    const missing = known.filter((peer) => !here.has(peer.id))
    const room = Math.max(0, maxPeers - connected.length)
    return { dial: missing.slice(0, room).map((peer) => peer.id), drop: [] }
  }
}
