import { shuffle } from '../random.ts'
import type { Random } from '../random.ts'
import type { OverlayKey } from '../overlay-key.ts'
import type { ConnectedPeer, KnownPeer, Topology } from '../topology.ts'

/** One simulated peer. */
export interface SimulatedPeer {
  readonly id: string
  readonly key: OverlayKey
  readonly point: number
  readonly group: string
  readonly topology: Topology
  readonly bornMs: number
  /** When it vanished, without a word. */
  goneMs: number | undefined
  /** As others know it. */
  readonly card: KnownPeer
  readonly known: Set<SimulatedPeer>
  readonly links: Map<SimulatedPeer, ConnectedPeer>
}

// What one peer remembers of others; the oldest gives way.
const MAX_KNOWN = 128
/** A link to a vanished peer is noticed after this: two keep-alives of 10 s. */
const NOTICED_AFTER_MS = 20_000
// As createDiscovery dials.
const MAX_DIALS = 8

/** Makes somebody known to somebody else. */
export function learn(peer: SimulatedPeer, others: Iterable<SimulatedPeer>): void {
  for (const other of others) {
    if (other === peer || peer.links.has(other)) continue
    peer.known.delete(other)
    peer.known.add(other)
    const [oldest] = peer.known
    if (peer.known.size > MAX_KNOWN && oldest) peer.known.delete(oldest)
  }
}

/** Lets one peer look at its picture and act, as a real one does every few seconds. Says how many links were dropped. */
export function act(peer: SimulatedPeer, nowMs: number, random: Random): { dropped: number } {
  dropTheDead(peer, nowMs)
  const { dial, drop } = peer.topology([...peer.known].map(toCard), picture(peer), nowMs, random)
  let dropped = unlinkAll(peer, drop)
  const wanted = new Set(dial.slice(0, MAX_DIALS))
  const found = wanted.size > 0 ? [...peer.known].filter(({ id }) => wanted.has(id)) : []
  for (const other of found) {
    peer.known.delete(other)
    if (other.goneMs === undefined) dropped += link(peer, other, nowMs, random)
  }
  return { dropped }
}

function dropTheDead(peer: SimulatedPeer, nowMs: number): void {
  for (const other of peer.links.keys()) {
    if (other.goneMs !== undefined && nowMs - other.goneMs >= NOTICED_AFTER_MS) peer.links.delete(other)
  }
}

function picture(peer: SimulatedPeer): ConnectedPeer[] {
  return [...peer.links.values()]
}

function toCard({ card }: SimulatedPeer): KnownPeer {
  return card
}

function link(from: SimulatedPeer, to: SimulatedPeer, sinceMs: number, random: Random): number {
  from.links.set(to, { ...to.card, outbound: true, sinceMs })
  to.links.set(from, { ...from.card, outbound: false, sinceMs })
  // createDiscovery looks again whenever a connection was opened: who is full says so at once, not at its next turn.
  let dropped = 0
  for (const peer of [to, from]) dropped += unlinkAll(peer, peer.topology([], picture(peer), sinceMs, random).drop)
  return dropped
}

function unlinkAll(peer: SimulatedPeer, ids: readonly string[]): number {
  if (ids.length === 0) return 0
  const others = [...peer.links.keys()].filter(({ id }) => ids.includes(id))
  for (const other of others) unlink(peer, other)
  return others.length
}

function unlink(from: SimulatedPeer, to: SimulatedPeer): void {
  from.links.delete(to)
  to.links.delete(from)
  // Let go, but not forgotten: it may be wanted again.
  learn(from, [to])
}

/** Peer exchange: a few of a random neighbour's neighbours. */
export function exchangeOnce(peer: SimulatedPeer, random: Random): void {
  const [neighbour] = shuffle(
    [...peer.links.keys()].filter(({ goneMs }) => goneMs === undefined),
    random,
  )
  if (neighbour) learn(peer, shuffle(neighbour.links.keys(), random).slice(0, 8))
}
