import { countQuantile, createSeededRandom, type SeededRandom } from '@hydra/router/simulator'
import { type Flood, flood } from './flood.ts'
import type { Graph } from './graph.ts'
import { hopDelay } from './hop-delay.ts'

export interface ModelOptions {
  readonly seed: number
  /** Whose message grows the tree. */
  readonly root: number
  /** Whose messages then walk it. */
  readonly origins: readonly number[]
}

export interface TierFigures {
  /** Of the first message, which finds every link in the tree. */
  readonly firstCopies: number
  /** Of those after it. */
  readonly copies: number
  readonly hops: { readonly p50: number; readonly p90: number; readonly p99: number }
  readonly deliveryMs: { readonly p50: number; readonly p99: number }
  readonly coverageMs: number
}

const LONGEST_MS = 60_000

/**
 * The spread without any of its code: the first message takes the quickest way to everyone, the ways that it took are the
 * tree, and all others walk that. No peer dies and nothing is lost.
 */
export function model(graph: Graph, { seed, root, origins }: ModelOptions): TierFigures {
  const random = createSeededRandom(seed, 3_000_003)
  const grown = flood(graph, root, random)
  const tree = createTree(grown, graph.size)
  const hops = new Float64Array(1_024)
  const delays = new Float64Array(LONGEST_MS)
  const coverage = origins.map((origin) => walk(tree, origin, random, hops, delays))
  return {
    firstCopies: grown.frames / (graph.size - 1),
    copies: 1,
    hops: { p50: countQuantile(hops, 0.5), p90: countQuantile(hops, 0.9), p99: countQuantile(hops, 0.99) },
    deliveryMs: { p50: countQuantile(delays, 0.5), p99: countQuantile(delays, 0.99) },
    coverageMs: coverage.sort((a, b) => a - b)[coverage.length >> 1] ?? Number.NaN,
  }
}

interface Tree extends Flood {
  readonly starts: Int32Array
  readonly children: Int32Array
}

function createTree(grown: Flood, size: number): Tree {
  const starts = new Int32Array(size + 1)
  for (const parent of grown.parents) if (parent >= 0) starts[parent + 1]!++
  for (let peer = 0; peer < size; peer++) starts[peer + 1]! += starts[peer]!
  const next = starts.slice()
  const children = new Int32Array(size - 1)
  for (let peer = 0; peer < size; peer++) {
    const parent = grown.parents[peer]!
    if (parent >= 0) children[next[parent]!++] = peer
  }
  return { ...grown, starts, children }
}

/** Adds one message's hops and delays, in whole links and milliseconds, and says when the last peer has it. */
function walk(tree: Tree, origin: number, random: SeededRandom, hops: Float64Array, delays: Float64Array): number {
  const { parents, parentMs, starts, children } = tree
  const size = parents.length
  const [queue, cameFrom] = [new Int32Array(size), new Int32Array(size)]
  const [depth, at] = [new Int32Array(size), new Float32Array(size)]
  let [head, tail, last] = [0, 1, 0]
  queue[0] = origin
  cameFrom[0] = -1

  function pass(peer: number, to: number, latencyMs: number): void {
    const [links, ms] = [depth[peer]! + 1, at[peer]! + latencyMs + hopDelay(random)]
    depth[to] = links
    at[to] = ms
    hops[links]!++
    delays[Math.min(LONGEST_MS - 1, Math.round(ms))]!++
    if (ms > last) last = ms
    queue[tail] = to
    cameFrom[tail++] = peer
  }

  for (; head < tail; head++) {
    const [peer, from] = [queue[head]!, cameFrom[head]!]
    const parent = parents[peer]!
    if (parent >= 0 && parent !== from) pass(peer, parent, parentMs[peer]!)
    for (let index = starts[peer]!; index < starts[peer + 1]!; index++) {
      const child = children[index]!
      if (child !== from) pass(peer, child, parentMs[child]!)
    }
  }
  return last
}
