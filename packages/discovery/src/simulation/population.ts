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
  readonly known: Set<SimulatedPeer>
  readonly links: Map<SimulatedPeer, { readonly outbound: boolean; readonly sinceMs: number }>
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

/** Lets one peer look at its picture and act, as a real one does every few seconds. Says how many links it dropped. */
export function act(peer: SimulatedPeer, nowMs: number, random: Random): { dropped: number } {
  dropTheDead(peer, nowMs)
  const known = new Map([...peer.known].map((other) => [other.id, other]))
  const connected = new Map([...peer.links.keys()].map((other) => [other.id, other]))
  const { dial, drop } = peer.topology([...known.values()].map(asKnown), picture(peer), nowMs, random)
  for (const id of drop) {
    const other = connected.get(id)
    if (other) unlink(peer, other)
  }
  for (const id of dial.slice(0, MAX_DIALS)) {
    const other = known.get(id)
    if (!other) continue
    peer.known.delete(other)
    if (other.goneMs === undefined) link(peer, other, nowMs, random)
  }
  return { dropped: drop.length }
}

function dropTheDead(peer: SimulatedPeer, nowMs: number): void {
  for (const other of peer.links.keys()) {
    if (other.goneMs !== undefined && nowMs - other.goneMs >= NOTICED_AFTER_MS) peer.links.delete(other)
  }
}

function picture(peer: SimulatedPeer): ConnectedPeer[] {
  return [...peer.links].map(([other, { outbound, sinceMs }]) => ({ ...asKnown(other), outbound, sinceMs }))
}

function asKnown({ id, group }: SimulatedPeer): KnownPeer {
  return { id, group, anchor: false, rank: 1 }
}

function link(from: SimulatedPeer, to: SimulatedPeer, sinceMs: number, random: Random): void {
  from.links.set(to, { outbound: true, sinceMs })
  to.links.set(from, { outbound: false, sinceMs })
  // createDiscovery looks again whenever a connection was opened: who is full says so at once, not at its next turn.
  for (const peer of [to, from]) {
    const { drop } = peer.topology([], picture(peer), sinceMs, random)
    for (const other of peer.links.keys()) if (drop.includes(other.id)) unlink(peer, other)
  }
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
