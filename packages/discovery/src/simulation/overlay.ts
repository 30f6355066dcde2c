import { clockwise, nearest, type OverlayKey, ringPoint, xorDistance } from '../overlay-key.ts'
import type { SimulatedPeer } from './population.ts'

/** How a look-up went: who was found, in how many hops, and who was met on the way. */
export interface LookupResult {
  readonly found: SimulatedPeer
  readonly hops: number
  readonly met: readonly SimulatedPeer[]
}

/** Finds the peer that is responsible for a key, by links only. */
export interface Overlay {
  lookup(from: SimulatedPeer, key: OverlayKey): LookupResult
  /** Who is responsible, as only the simulator can know. */
  responsible(peers: readonly SimulatedPeer[], key: OverlayKey): SimulatedPeer
}

// Wider than any path that still makes sense; a look-up that needs more has failed.
const MAX_HOPS = 64
const SHORTLIST = 8

/** Kademlia: the nearest that are known are asked for nearer ones, until nobody knows any. */
export const kademliaOverlay: Overlay = {
  lookup(from, key) {
    const distanceOf = (peer: SimulatedPeer): number => xorDistance(key, peer.key)
    const depth = new Map<SimulatedPeer, number>([[from, 0]])
    const asked = new Set<SimulatedPeer>()
    let shortlist = [from]
    for (let next: SimulatedPeer | undefined = from; next; next = shortlist.find((peer) => !asked.has(peer))) {
      asked.add(next)
      const hops = (depth.get(next) ?? 0) + 1
      if (hops > MAX_HOPS) break
      // Who is gone does not answer, and is not the answer.
      const answer = next.goneMs === undefined ? nearest(next.links.keys(), SHORTLIST, distanceOf) : []
      const news = answer.filter((peer) => !depth.has(peer))
      for (const peer of news) depth.set(peer, hops)
      const possible = [...shortlist, ...news].filter((peer) => peer.goneMs === undefined || !asked.has(peer))
      shortlist = nearest(possible, SHORTLIST, distanceOf)
    }
    const [found = from] = shortlist
    return { found, hops: depth.get(found) ?? 0, met: [...depth.keys()].filter((peer) => peer.goneMs === undefined) }
  },
  responsible: (peers, key) => first(nearest(peers, 1, (peer) => xorDistance(key, peer.key))),
}

/** Chord: each passes the question to whom it knows closest before the key; the next on the circle is the answer. */
export const ringOverlay: Overlay = {
  lookup(from, key) {
    const target = ringPoint(key)
    const met: SimulatedPeer[] = []
    let current = from
    for (let hops = 1; hops <= MAX_HOPS; hops++) {
      const here = current.point
      // Who is gone does not answer: the next best is tried.
      const links = [...current.links.keys()].filter(({ goneMs }) => goneMs === undefined)
      met.push(...links)
      // Whoever looks for its own place goes once around.
      const span = clockwise(here, target) || 1
      const before = links.filter((peer) => clockwise(here, peer.point) < span)
      const [next] = nearest(before, 1, (peer) => -clockwise(here, peer.point))
      const [successor = current] = nearest(links, 1, (peer) => clockwise(here, peer.point))
      if (!next) return { found: successor, hops, met }
      current = next
    }
    return { found: current, hops: MAX_HOPS, met }
  },
  responsible: (peers, key) => first(nearest(peers, 1, (peer) => clockwise(ringPoint(key), peer.point))),
}

function first(peers: readonly SimulatedPeer[]): SimulatedPeer {
  const [peer] = peers
  if (!peer) throw new Error('Nobody is there.')
  return peer
}
