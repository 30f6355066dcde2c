import { type OverlayKey, ringPoint } from '../overlay-key.ts'
import { type Random, shuffle } from '../random.ts'
import type { Topology } from '../topology.ts'
import type { Overlay } from './overlay.ts'
import { act, exchangeOnce, learn, type SimulatedPeer } from './population.ts'

export interface SimulationOptions {
  peers: number
  readonly topology: (self: string) => Topology
  readonly keyOf: (id: string) => OverlayKey
  /** For structured overlays: how keys are looked up, which is also how their peers learn of each other. */
  overlay?: { readonly kind: Overlay; targetsOf(key: OverlayKey, random: Random): OverlayKey[] }
  random: Random
  /** Undisturbed, before peers begin to leave. */
  calmMs: number
  churnMs: number
  /** Of all peers, how many leave per minute; as many join. */
  churnPerMinute: number
  /**
   * On average; infinite where everybody is behind one relay.
   * @default 2
   */
  peersPerGroup?: number
}

export interface SimulationResult {
  readonly peers: number
  /** Of peers that have been there for half a minute: the share in the largest connected part. */
  readonly connectedShare: number
  readonly degree: { readonly min: number; readonly mean: number; readonly p99: number; readonly max: number }
  /** The least links that a peer believes it has: vanished peers that it has not noticed count. */
  readonly leastBelieved: number
  /** Neighbours that a peer chose itself: the least, and what nine of ten peers have at least. */
  readonly outbound: { readonly min: number; readonly p10: number }
  /** Links that a peer drops per minute because its topology says so. */
  readonly dropsPerMinute: number
  /** The most neighbours of one address group that any peer chose. */
  readonly maxPerGroup: number
  readonly lookups?: { readonly correct: number; readonly meanHops: number; readonly p99Hops: number }
}

const TICK_MS = 5_000
// Who came later than this may still be looking.
const SETTLED_MS = 30_000
// A tracker is asked at the start and every five minutes.
const TRACKER_TICKS = 60
const LOOKUPS = 1000

/** Runs a population of peers that come, look around every five seconds, and vanish without a word. */
export function simulate(options: SimulationOptions): SimulationResult {
  const { random, churnPerMinute, calmMs, churnMs } = options
  let alive: SimulatedPeer[] = []
  let born = 0
  let dropped = 0
  const join = (nowMs: number): void => {
    const peer = createPeer(`peer ${born++}`, nowMs, options)
    learn(peer, pick(alive, 8, random))
    alive.push(peer)
  }
  for (let number = 0; number < options.peers; number++) join(0)

  const ticks = (calmMs + churnMs) / TICK_MS
  for (let tick = 0; tick < ticks; tick++) {
    const nowMs = tick * TICK_MS
    if (nowMs >= calmMs) {
      const leaving = Math.round((options.peers * churnPerMinute * TICK_MS) / 60_000)
      for (const peer of pick(alive, leaving, random)) peer.goneMs = nowMs
      alive = alive.filter(({ goneMs }) => goneMs === undefined)
      for (let number = 0; number < leaving; number++) join(nowMs)
    }
    for (const [turn, peer] of shuffle(alive, random).entries()) {
      if ((turn + tick) % TRACKER_TICKS === 0 || peer.links.size === 0) learn(peer, pick(alive, 8, random))
      lookAround(peer, options)
      dropped += act(peer, nowMs, random).dropped
    }
  }
  const dropsPerMinute = dropped / options.peers / ((ticks * TICK_MS) / 60_000)
  return { ...measure(alive, ticks * TICK_MS, options), dropsPerMinute }
}

function createPeer(
  id: string,
  bornMs: number,
  { topology, peers, peersPerGroup = 2, random, keyOf }: SimulationOptions,
): SimulatedPeer {
  const group = `group ${Math.floor((random() * peers) / peersPerGroup)}`
  const key = keyOf(id)
  return {
    id,
    key,
    point: ringPoint(key),
    group,
    topology: topology(id),
    bornMs,
    goneMs: undefined,
    card: { id, group, anchor: false, rank: 1 },
    known: new Set(),
    links: new Map(),
  }
}

function lookAround(peer: SimulatedPeer, { overlay, random }: SimulationOptions): void {
  if (!overlay) return exchangeOnce(peer, random)
  for (const key of overlay.targetsOf(peer.key, random)) learn(peer, overlay.kind.lookup(peer, key).met)
}

function pick<T>(items: readonly T[], count: number, random: Random): Set<T> {
  const picked = new Set<T>()
  for (let tries = 0; picked.size < count && tries < count * 4; tries++) {
    const item = items[Math.floor(random() * items.length)]
    if (item !== undefined) picked.add(item)
  }
  return picked
}

function measure(
  alive: SimulatedPeer[],
  nowMs: number,
  options: SimulationOptions,
): Omit<SimulationResult, 'dropsPerMinute'> {
  const settled = alive.filter(({ bornMs }) => nowMs - bornMs >= SETTLED_MS)
  const degrees = settled.map((peer) => [...peer.links.keys()].filter(isAlive).length).sort((a, b) => a - b)
  const outbound = settled.map((peer) => [...peer.links.values()].filter((link) => link.outbound).length)
  outbound.sort((a, b) => a - b)
  const result = {
    peers: alive.length,
    connectedShare: largestPart(settled) / settled.length,
    degree: { min: degrees[0] ?? 0, mean: mean(degrees), p99: percentile(degrees, 0.99), max: degrees.at(-1) ?? 0 },
    leastBelieved: settled.reduce((least, { links }) => Math.min(least, links.size), Number.POSITIVE_INFINITY),
    outbound: { min: outbound[0] ?? 0, p10: percentile(outbound, 0.1) },
    maxPerGroup: settled.reduce((most, peer) => Math.max(most, fullestGroup(peer)), 0),
  }
  return options.overlay ? { ...result, lookups: measureLookups(settled, alive, options) } : result
}

function measureLookups(from: SimulatedPeer[], alive: SimulatedPeer[], { overlay, keyOf, random }: SimulationOptions) {
  const hops: number[] = []
  let correct = 0
  for (let number = 0; number < LOOKUPS; number++) {
    const key = keyOf(`key ${number}`)
    const [asker] = pick(from, 1, random)
    if (!asker || !overlay) continue
    const result = overlay.kind.lookup(asker, key)
    if (result.found === overlay.kind.responsible(alive, key)) correct++
    hops.push(result.hops)
  }
  hops.sort((a, b) => a - b)
  return { correct: correct / LOOKUPS, meanHops: mean(hops), p99Hops: percentile(hops, 0.99) }
}

function isAlive({ goneMs }: SimulatedPeer): boolean {
  return goneMs === undefined
}

function fullestGroup(peer: SimulatedPeer): number {
  const counts = new Map<string, number>()
  for (const [other, { outbound }] of peer.links) {
    if (outbound) counts.set(other.group, (counts.get(other.group) ?? 0) + 1)
  }
  return Math.max(0, ...counts.values())
}

function largestPart(settled: readonly SimulatedPeer[]): number {
  const wanted = new Set(settled)
  const seen = new Set<SimulatedPeer>()
  let largest = 0
  for (const start of settled) {
    if (seen.has(start)) continue
    const queue = [start]
    let size = 0
    seen.add(start)
    for (let peer = queue.pop(); peer; peer = queue.pop()) {
      if (wanted.has(peer)) size++
      for (const other of peer.links.keys()) {
        if (seen.has(other) || !isAlive(other)) continue
        seen.add(other)
        queue.push(other)
      }
    }
    largest = Math.max(largest, size)
  }
  return largest
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0
}
