import { channels } from '../link-channel.ts'
import type { NeighbourId } from '../link.ts'
import { isPayload } from '../spread/frame.ts'
import { lazyTree } from '../spread/lazy-tree.ts'
import type { SimulatedPeer } from './peer.ts'
import { createSeededRandom } from './random.ts'
import { type Carried, figuresOf, type Flight, type SpreadFigures } from './spread-figures.ts'

/** What differs from the spread as it ships. */
export interface SpreadTrialOptions {
  /** Part of the links outside the tree that carry ids only. @default 1 */
  lazy?: number
  /** How often each neighbour is told ids. @default 4000 */
  announceMs?: number
  /** Mean time between messages that may cut links out of the tree. @default 3000 */
  surveyMs?: number
  /** Links that a message walks, to one peer after the other, before it is spread. @default 0 */
  stem?: number
  /** @default 1024 */
  messageBytes?: number
  /** @default 1 */
  seed?: number
}

/** Spreads on some peers, and what becomes of the messages. */
export interface SpreadTrial {
  /** Publishes a new message. What becomes of it is seen while time passes. */
  publish(from: number): Flight
  /** Forgets what was so far: the tree has grown. */
  reset(): void
  figures(): SpreadFigures
}

type Peer = Pick<SimulatedPeer, 'id' | 'link' | 'clock' | 'random'>

const topic = 'trial'
/** No spread and no router listens to it. */
const stemChannel = 255
const idBytes = 8

/** The shipping code on whatever peers there are, simulated or real. */
export function createSpreadTrial(peers: readonly Peer[], options: SpreadTrialOptions = {}): SpreadTrial {
  const { lazy = 1, announceMs, surveyMs, stem = 0, messageBytes = 1_024, seed = 1 } = options
  const random = createSeededRandom(seed, 2_000_001)
  const places = new Map<NeighbourId, number>(peers.map(({ id }, index) => [id, index]))
  const place = (id: NeighbourId) => places.get(id) ?? -1
  const flights = new Map<string, Flight>()
  let carried: Carried = { payloads: 0, frames: 0, bytes: 0 }
  const flightOf = (bytes: Uint8Array) => flights.get(bytes.subarray(0, idBytes).join())
  const times = {
    ...(announceMs !== undefined && { tellEveryMs: announceMs }),
    ...(surveyMs !== undefined && { surveyEveryMs: surveyMs }),
  }
  const spreads = peers.map(({ link, clock, random: own }, index) => {
    link.onFrame((from, frame) => arrived(index, from, frame))
    const spread = lazyTree({ link, clock, random: own, times, lazyFraction: lazy })
    spread.join(topic, () => 'accept')
    spread.onCopy(({ first, from, bytes }) => {
      const flight = flightOf(bytes)
      if (!first || !flight || flight.arrivals.has(index)) return
      const hops = (flight.arrivals.get(place(from))?.hops ?? 0) + 1
      flight.arrivals.set(index, { at: clock.now(), hops, from: place(from) })
    })
    return spread
  })

  function arrived(index: number, from: NeighbourId, frame: Uint8Array): void {
    carried.frames++
    carried.bytes += frame.length
    if (frame[0] === channels.spread && isPayload(frame.subarray(1))) carried.payloads++
    if (frame[0] !== stemChannel) return
    const bytes = frame.subarray(2)
    flightOf(bytes)?.stem.push({ at: peers[index]!.clock.now(), peer: index, from: place(from) })
    walk(index, frame[1] ?? 0, bytes, from)
  }

  /** One link further, or spread from here. */
  function walk(index: number, links: number, bytes: Uint8Array, from?: NeighbourId): void {
    const { link, clock } = peers[index]!
    const chosen = [...link.neighbours()].filter(({ id, outbound }) => outbound && id !== from)
    const next = chosen[random.integer(Math.max(1, chosen.length))]
    if (links > 0 && next) return void link.send(next.id, Uint8Array.of(stemChannel, links - 1, ...bytes))
    flightOf(bytes)?.arrivals.set(index, { at: clock.now(), hops: 0, from: -1 })
    void spreads[index]!.publish(topic, bytes)
  }

  return {
    publish(origin) {
      const bytes = random.bytes(messageBytes)
      const flight = { origin, publishedAt: peers[origin]!.clock.now(), arrivals: new Map(), stem: [] }
      flights.set(bytes.subarray(0, idBytes).join(), flight)
      walk(origin, stem, bytes)
      return flight
    },
    reset() {
      flights.clear()
      carried = { payloads: 0, frames: 0, bytes: 0 }
    },
    figures: () => figuresOf([...flights.values()], carried, peers.length, createSeededRandom(seed, 2_000_002)),
  }
}
