import { createNetwork, type Network, type NetworkOptions } from '../simulator/network.ts'
import { createSeededRandom } from '../simulator/random.ts'
import type { Spread } from '../spread.ts'
import { lazyTree } from './lazy-tree.ts'
import type { SpreadTimes } from './limits.ts'

const topic = 'mesh'
const payloadBytes = 500

/** A simulated network with a lazy tree on each peer, and what became of each message. */
export interface TreeMesh {
  readonly network: Network
  readonly spreads: readonly Spread[]
  /** Publishes a message somewhere, and lets time pass. */
  publish(from: number, thenMs: number): Promise<Message>
  /** Payloads that arrived anywhere so far. */
  payloads(): number
}

export interface Message {
  readonly publishedAt: number
  /** When each peer got it first. */
  readonly arrivals: Map<number, number>
}

export function createTreeMesh(size: number, options: NetworkOptions = {}, times: Partial<SpreadTimes> = {}): TreeMesh {
  const network = createNetwork(size, options)
  const random = createSeededRandom(options.seed ?? 1, 77)
  const messages = new Map<string, Message>()
  let payloads = 0
  network.onDelivery(({ frame }) => {
    if (frame.length > payloadBytes) payloads++
  })
  const spreads = network.peers.map(({ index, link, clock, random }) => {
    const spread = lazyTree({ link, clock, random, times })
    spread.join(topic, () => 'accept')
    spread.onCopy(({ first, bytes }) => {
      if (first) messages.get(bytes.subarray(0, 8).join())?.arrivals.set(index, clock.now())
    })
    return spread
  })
  return {
    network,
    spreads,
    payloads: () => payloads,
    async publish(from, thenMs) {
      const bytes = random.bytes(payloadBytes)
      const message: Message = { publishedAt: network.clock.now(), arrivals: new Map() }
      messages.set(bytes.subarray(0, 8).join(), message)
      await spreads[from]!.publish(topic, bytes)
      await network.clock.run(thenMs)
      return message
    },
  }
}
