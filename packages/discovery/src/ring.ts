import { clockwise, createKeys, type KeyOf, ringPoint } from './overlay-key.ts'
import type { ConnectedPeer, KnownPeer, Topology } from './topology.ts'

/** Which peers a Chord ring keeps. */
export interface RingOptions {
  /** The own peer id: its place on the circle. */
  self: string
  /**
   * Where a peer's place comes from; the same for all peers of one overlay.
   * @default its id, hashed with SHA-256
   */
  keyOf?: KeyOf
  /**
   * How many of the next peers clockwise are kept: the ring closes again unless all of them leave at once.
   * @default 4
   */
  successors?: number
  /**
   * How many fingers: at half the circle, a quarter, an eighth …
   * @default 16
   */
  fingers?: number
  /**
   * Above this, links that are neither ours nor our neighbours' on the circle are dropped.
   * @default 64
   */
  maxPeers?: number
}

/**
 * Chord (Stoica et al., 2001), as an example of how to write a topology: say which peers you want among all you know,
 * dial those that are missing, and drop what nobody needs once there are too many. No state, no clock, no network.
 */
export function ring(options: RingOptions): Topology {
  const { self, successors = 4, fingers = 16, maxPeers = 64, keyOf = createKeys() } = options
  const pointOf = (id: string): number => ringPoint(keyOf(id))
  const own = pointOf(self)

  /** The first peer at or after each wanted distance from here, in the order of the circle. */
  function wantedAmong(peers: readonly KnownPeer[]): Set<string> {
    const circle = peers.map(({ id }) => ({ id, distance: clockwise(own, pointOf(id)) }))
    circle.sort((a, b) => a.distance - b.distance)
    const next = circle.slice(0, successors)
    const before = circle.slice(-1)
    const far = Array.from({ length: fingers }, (_, index) => circle.find((peer) => peer.distance >= 2 ** -(index + 1)))
    return new Set([...next, ...before, ...far].flatMap((peer) => peer?.id ?? []))
  }

  function surplus(connected: readonly ConnectedPeer[], wanted: ReadonlySet<string>): string[] {
    const spare = connected.filter((peer) => !wanted.has(peer.id) && !peer.anchor)
    spare.sort((a, b) => Number(b.outbound) - Number(a.outbound) || b.sinceMs - a.sinceMs)
    return spare.slice(0, Math.max(0, connected.length - maxPeers)).map((peer) => peer.id)
  }

  return (known, connected) => {
    const here = new Set(connected.map((peer) => peer.id))
    const everyone = new Map([...known, ...connected].map((peer) => [peer.id, peer]))
    const wanted = wantedAmong([...everyone.values()])
    return { dial: [...wanted].filter((id) => !here.has(id)), drop: surplus(connected, wanted) }
  }
}
