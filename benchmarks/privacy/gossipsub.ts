import { type GossipSub, gossipsub as createGossipsub, StrictNoSign } from '@libp2p/gossipsub'
import { createSeededRandom } from '@hydra/router/simulator'
import { identify } from '@libp2p/identify'
import { memory } from '@libp2p/memory'
import { noise } from '@libp2p/noise'
import { yamux } from '@libp2p/yamux'
import { createLibp2p, type Libp2p } from 'libp2p'
import { createArrivals, nameFirst } from './raw.ts'
import type { Sample } from './samples.ts'
import { DEGREE } from './world.ts'

export interface GossipsubOptions {
  readonly peers: number
  readonly seed: number
  readonly messages?: number
}

const TOPIC = 'privacy'
const HEARTBEATS_MS = 5_000
const GAP_MS = 400

type Node = Libp2p<{ identify: unknown; pubsub: GossipSub }>

/** `@libp2p/gossipsub` itself, without signatures and flood-publishing, on links in memory: who handed it to a spy first? */
export async function gossipsub({ peers, seed, messages = 100 }: GossipsubOptions): Promise<Sample[]> {
  const random = createSeededRandom(seed, 1_000_006)
  const nodes = await Promise.all(Array.from({ length: peers }, (_, index) => start(`${seed}-${index}`)))
  const placeOf = new Map(nodes.map((node, index) => [node.peerId.toString(), index]))
  let current = createArrivals(-1, peers)
  nodes.forEach((node, to) => {
    node.services.pubsub.addEventListener('gossipsub:message', ({ detail }) => {
      if (current.from[to] !== -1) return
      current.at[to] = performance.now()
      current.from[to] = placeOf.get(detail.propagationSource.toString()) ?? -1
    })
    node.services.pubsub.subscribe(TOPIC)
  })
  try {
    for (const [index, node] of nodes.entries()) await dialSome(node, nodes, index, random)
    await pause(HEARTBEATS_MS)
    const all = []
    for (let number = 0; number < messages; number++) {
      current = createArrivals(random.integer(peers), peers)
      await nodes[current.origin]!.services.pubsub.publish(TOPIC, random.bytes(512))
      await pause(GAP_MS)
      all.push(current)
    }
    return nameFirst(`@libp2p/gossipsub, ${peers} peers`, all, peers, random)
  } finally {
    await Promise.all(nodes.map(async (node) => node.stop()))
  }
}

async function start(name: string): Promise<Node> {
  const pubsub = createGossipsub({
    globalSignaturePolicy: StrictNoSign,
    floodPublish: false,
    fallbackToFloodsub: false,
    allowPublishToZeroTopicPeers: true,
    D: DEGREE,
    Dlo: DEGREE - 2,
    Dhi: DEGREE + 4,
    msgIdFn: ({ data }) => data.subarray(0, 16),
  })
  return createLibp2p({
    addresses: { listen: [`/memory/privacy-${name}`] },
    transports: [memory()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionMonitor: { enabled: false },
    connectionManager: { inboundConnectionThreshold: Number.POSITIVE_INFINITY, maxIncomingPendingConnections: 1_000 },
    services: { identify: identify(), pubsub },
  }) as Promise<Node>
}

async function dialSome(
  node: Node,
  nodes: readonly Node[],
  own: number,
  random: ReturnType<typeof createSeededRandom>,
) {
  for (let dialled = 0; dialled < DEGREE; dialled++) {
    const index = random.integer(nodes.length)
    if (index !== own) await node.dial(nodes[index]!.getMultiaddrs())
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))
