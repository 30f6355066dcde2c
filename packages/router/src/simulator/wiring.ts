import type { Latency } from './latency.ts'
import type { Direction, PeerState } from './peer.ts'
import type { SeededRandom } from './random.ts'
import type { VirtualClock } from './virtual-clock.ts'

export interface WiringOptions {
  degree: number
  latency: Latency
  noticeMs: number
}

/** Who is linked to whom: opens links at random, and opens others where they are lost. */
export interface Wiring {
  /** Opens one link, if there is none between the two. */
  connect(from: PeerState, to: PeerState): void
  /** Opens links until the peer has as many of its own as it wants. */
  fill(peer: PeerState): void
  disconnect(a: PeerState, b: PeerState): void
  /** All of a peer's links go dead at once; the other ends learn of it later. */
  cut(peer: PeerState): void
}

// A lost link is replaced in about the time that a real peer needs to find and dial another.
const redialMs = 1_000
// In a network that has hardly more peers than links, most draws hit a neighbour: give up, and stay below the degree.
const drawsPerLink = 20

export function createWiring(
  peers: readonly PeerState[],
  clock: VirtualClock,
  random: SeededRandom,
  { degree, latency, noticeMs }: WiringOptions,
): Wiring {
  function connect(from: PeerState, to: PeerState): void {
    if (from === to || from.links.has(to.id)) return
    const latencyMs = latency(() => random.fraction())
    from.links.set(to.id, direction(to, true, latencyMs))
    to.links.set(from.id, direction(from, false, latencyMs))
    changed(from)
    changed(to)
  }

  function fill(peer: PeerState): void {
    let missing = degree
    for (const { neighbour } of peer.links.values()) if (neighbour.outbound) missing--
    for (let draw = 0; missing > 0 && draw < degree * drawsPerLink; draw++) {
      const other = peers[random.integer(peers.length)]
      if (!other?.online || other === peer || peer.links.has(other.id)) continue
      connect(peer, other)
      missing--
    }
  }

  /** The peer sees that its link is gone, and looks for another if it was one of its own. */
  function forget(peer: PeerState, lost: Direction): void {
    if (peer.links.get(lost.neighbour.id) !== lost) return
    peer.links.delete(lost.neighbour.id)
    changed(peer)
    if (!lost.neighbour.outbound || !peer.online) return
    clock.after(redialMs * (0.5 + random.fraction()), () => {
      if (peer.online) fill(peer)
    })
  }

  /** One notice for all that changed at this point in time, and never from inside the call that changed it. */
  const pending = new Set<PeerState>()
  function changed(peer: PeerState): void {
    if (peer.changeListeners.size === 0 || pending.has(peer)) return
    pending.add(peer)
    clock.after(0, () => {
      pending.delete(peer)
      for (const listener of peer.changeListeners) listener()
    })
  }

  function sever(a: PeerState, b: PeerState): Direction[] {
    const ends = [a.links.get(b.id), b.links.get(a.id)].filter((end) => end !== undefined)
    for (const end of ends) end.up = false
    return ends
  }

  return {
    connect,
    fill,
    disconnect(a, b) {
      const [there, back] = sever(a, b)
      if (there) forget(a, there)
      if (back) forget(b, back)
    },
    cut(peer) {
      for (const lost of peer.links.values()) {
        const [there, back] = sever(peer, lost.target)
        if (there) forget(peer, there)
        if (back) clock.after(noticeMs, () => forget(lost.target, back))
      }
    },
  }
}

function direction(target: PeerState, outbound: boolean, latencyMs: number): Direction {
  return { neighbour: { id: target.id, outbound, group: target.group }, target, latencyMs, arrivesAt: 0, up: true }
}
