import { createSeededRandom, type Network } from '@hydra/router/simulator'

/** Who is linked to whom and how far away, in flat arrays: both directions of every link, by the peer that they leave. */
export interface Graph {
  readonly size: number
  /** The directions that leave a peer are those from `starts[peer]` to `starts[peer + 1]`. */
  readonly starts: Int32Array
  readonly targets: Int32Array
  readonly latencies: Float32Array
}

/** A link, opened by the first of the two. */
export type Edge = readonly [from: number, to: number, latencyMs: number]

/** Every peer opens so many links to others drawn at random; latencies as the simulator's own, log-normal. */
export function randomGraph(size: number, degree: number, seed: number, medianMs = 40): Graph {
  const random = createSeededRandom(seed, 3_000_001)
  const latency = createLatencies(medianMs)
  const [from, to] = [new Int32Array(size * degree), new Int32Array(size * degree)]
  const latencies = new Float32Array(size * degree)
  for (let edge = 0; edge < from.length; edge++) {
    const chooser = Math.floor(edge / degree)
    // Two links between the same two are as rare as they are harmless in a network of thousands.
    const other = random.integer(size - 1)
    from[edge] = chooser
    to[edge] = other < chooser ? other : other + 1
    latencies[edge] = latency[random.integer(latency.length)] ?? medianMs
  }
  return build(size, from, to, latencies)
}

export function graphFrom(size: number, edges: readonly Edge[]): Graph {
  const column = (index: 0 | 1 | 2) => edges.map((edge) => edge[index])
  return build(size, Int32Array.from(column(0)), Int32Array.from(column(1)), Float32Array.from(column(2)))
}

/** The links of a simulated network without jitter: each is tried once, and says how far it is. */
export async function edgesOf(network: Network): Promise<Edge[]> {
  const { peers, clock } = network
  const edges: Edge[] = []
  const places = new Map(peers.map(({ id, index }) => [id, index]))
  const sentAt = clock.now()
  const stop = network.onDelivery(({ at, from, to, frame }) => {
    if (frame[0] === UNUSED_CHANNEL) edges.push([from, to, at - sentAt])
  })
  for (const { link } of peers) {
    for (const { id, outbound } of link.neighbours())
      if (outbound && places.has(id)) await link.send(id, Uint8Array.of(UNUSED_CHANNEL))
  }
  await clock.run(60_000)
  stop()
  return edges
}

const UNUSED_CHANNEL = 254

function build(size: number, from: Int32Array, to: Int32Array, edgeLatencies: Float32Array): Graph {
  const starts = new Int32Array(size + 1)
  for (let edge = 0; edge < from.length; edge++) {
    starts[from[edge]! + 1]!++
    starts[to[edge]! + 1]!++
  }
  for (let peer = 0; peer < size; peer++) starts[peer + 1]! += starts[peer]!
  const next = starts.slice()
  const targets = new Int32Array(from.length * 2)
  const latencies = new Float32Array(from.length * 2)
  for (let edge = 0; edge < from.length; edge++) {
    const [there, back] = [next[from[edge]!]!++, next[to[edge]!]!++]
    targets[there] = to[edge]!
    targets[back] = from[edge]!
    latencies[there] = latencies[back] = edgeLatencies[edge]!
  }
  return { size, starts, targets, latencies }
}

/** Equally likely values of the distribution: drawing one is cheaper than computing it, millions of times. */
function createLatencies(medianMs: number, sigma = 0.5): Float32Array {
  const random = createSeededRandom(1, 3_000_002)
  return Float32Array.from({ length: 16_384 }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction())
    return medianMs * Math.exp(sigma * normal)
  })
}
