import { type Random, shuffle } from './random.ts'
import type { ConnectedPeer, KnownPeer, Topology } from './topology.ts'

/** How many neighbours a peer of the mesh keeps. */
export interface MeshOptions {
  /**
   * Below this, peers are dialled even from groups that are full.
   * @default 6
   */
  minPeers?: number
  /**
   * Up to this many are dialled. Well above the least: where a fifth of all peers leaves each minute, a twelfth of the
   * neighbours is gone before it is noticed, and of ten more than four at once only for one peer in thousands.
   * @default 10
   */
  targetPeers?: number
  /**
   * Above this, connections are dropped.
   * @default 12
   */
  maxPeers?: number
  /**
   * How many neighbours this peer must have chosen itself: who only accepts can be surrounded.
   * @default 4
   */
  minOutbound?: number
  /**
   * Chosen neighbours per address group.
   * @default 2
   */
  maxPerGroup?: number
}

type Limits = Required<MeshOptions>

/** A random graph: few links each, chosen over many address groups, of which a quota is this peer's own choice. */
export function mesh(options: MeshOptions = {}): Topology {
  const limits = { minPeers: 6, targetPeers: 10, maxPeers: 12, minOutbound: 4, maxPerGroup: 2, ...options }
  return (known, connected, _now, random) => ({
    dial: choosePeers(known, connected, limits, random),
    drop: chooseVictims(connected, limits, random),
  })
}

function choosePeers(known: readonly KnownPeer[], connected: readonly ConnectedPeer[], limits: Limits, random: Random) {
  const here = new Set(connected.map((peer) => peer.id))
  const missing = known.filter((peer) => !here.has(peer.id))
  const chosen = connected.filter((peer) => peer.outbound)
  const groups = countGroups(chosen)
  const crowded = chosen.some((peer) => (groups.get(peer.group) ?? 0) > limits.maxPerGroup)
  const wanted = Math.max(limits.targetPeers - connected.length, limits.minOutbound - chosen.length, crowded ? 1 : 0)

  const dial: string[] = missing.filter((peer) => peer.anchor).map((peer) => peer.id)
  // Most looks find nothing to do, and sorting a thousand peers for it is what they would cost.
  if (wanted <= 0 && connected.length >= limits.minPeers) return dial
  const queue = byGroup(
    missing.filter((peer) => !peer.anchor),
    random,
  )
  for (const peer of queue) {
    if (dial.length >= wanted) break
    const inGroup = groups.get(peer.group) ?? 0
    if (inGroup >= limits.maxPerGroup) continue
    groups.set(peer.group, inGroup + 1)
    dial.push(peer.id)
  }
  return dial.concat(lastResort(queue, dial, connected.length, limits))
}

// Ten neighbours of one party are worse than ten of ten, but better than none: a lone relay, a single provider.
function lastResort(queue: readonly KnownPeer[], dial: readonly string[], connected: number, limits: Limits): string[] {
  const missing = limits.minPeers - connected - dial.length
  if (missing <= 0) return []
  const taken = new Set(dial)
  return queue
    .filter((peer) => !taken.has(peer.id))
    .slice(0, missing)
    .map((peer) => peer.id)
}

// First a group is drawn, then a peer of it: a thousand addresses in one /16 weigh as much as one elsewhere.
function byGroup(peers: readonly KnownPeer[], random: Random): KnownPeer[] {
  const groups = new Map<string, KnownPeer[]>()
  for (const peer of shuffle(peers, random)) {
    const group = groups.get(peer.group)
    if (group) group.push(peer)
    else groups.set(peer.group, [peer])
  }
  const piles = shuffle(groups.values(), random).map((pile) => pile.sort((a, b) => a.rank - b.rank))
  const rounds: KnownPeer[] = []
  for (let round = 0; rounds.length < peers.length; round++) {
    const layer = piles.flatMap((pile) => pile[round] ?? [])
    rounds.push(...layer.sort((a, b) => a.rank - b.rank))
  }
  return rounds
}

function chooseVictims(connected: readonly ConnectedPeer[], limits: Limits, random: Random): string[] {
  const excess = connected.length - limits.maxPeers
  if (excess <= 0) return overCrowded(connected, limits)
  const groups = countGroups(connected)
  const candidates = shuffle(connected, random).filter((peer) => !peer.anchor)
  // The most crowded group gives first, then whoever came last: what has lasted is what an attacker cannot fake.
  candidates.sort((a, b) => (groups.get(b.group) ?? 0) - (groups.get(a.group) ?? 0) || b.sinceMs - a.sinceMs)
  let chosen = connected.filter((peer) => peer.outbound).length
  const victims: string[] = []
  for (const peer of candidates) {
    if (victims.length >= excess) break
    if (peer.outbound && chosen <= limits.minOutbound) continue
    if (peer.outbound) chosen--
    victims.push(peer.id)
  }
  return victims
}

// What was taken as a last resort is given back once others are there.
function overCrowded(connected: readonly ConnectedPeer[], limits: Limits): string[] {
  // Where all peers are behind one relay or in one room, dropping one would only make it look for another of the same.
  const diverse = [...countGroups(connected).values()].reduce(
    (sum, size) => sum + Math.min(size, limits.maxPerGroup),
    0,
  )
  if (diverse < limits.minPeers) return []
  const groups = countGroups(connected.filter((peer) => peer.outbound))
  const newest = connected
    .filter((peer) => peer.outbound && !peer.anchor && (groups.get(peer.group) ?? 0) > limits.maxPerGroup)
    .sort((a, b) => b.sinceMs - a.sinceMs)
  return newest.slice(0, 1).map((peer) => peer.id)
}

function countGroups(peers: readonly KnownPeer[]): Map<string, number> {
  const groups = new Map<string, number>()
  for (const { group } of peers) groups.set(group, (groups.get(group) ?? 0) + 1)
  return groups
}
