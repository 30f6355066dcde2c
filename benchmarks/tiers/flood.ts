import type { SeededRandom } from '@hydra/router/simulator'
import type { Graph } from './graph.ts'
import { hopDelay } from './hop-delay.ts'

export interface Flood {
  /** From whom each peer had the message first; nobody, -1, for the root. */
  readonly parents: Int32Array
  /** How far away that is. */
  readonly parentMs: Float32Array
  /** Payloads that were sent in all. */
  readonly frames: number
}

/** A message that every peer passes on to all its neighbours. Who had it from whom first makes a tree. */
export function flood(graph: Graph, root: number, random: SeededRandom): Flood {
  const { size, starts, targets, latencies } = graph
  const delays = new Float32Array(targets.length)
  for (let direction = 0; direction < delays.length; direction++) delays[direction] = hopDelay(random)
  const arrivals = new Float32Array(size).fill(Number.POSITIVE_INFINITY)
  const [parents, parentMs] = [new Int32Array(size).fill(-1), new Float32Array(size)]
  const agenda = createBuckets(size * 4)
  arrivals[root] = 0
  agenda.add(0, root)
  for (let peer = agenda.take(arrivals); peer >= 0; peer = agenda.take(arrivals)) {
    const now = arrivals[peer]!
    for (let direction = starts[peer]!; direction < starts[peer + 1]!; direction++) {
      const target = targets[direction]!
      const at = Math.fround(now + delays[direction]! + latencies[direction]!)
      if (at >= arrivals[target]!) continue
      arrivals[target] = at
      parents[target] = peer
      parentMs[target] = latencies[direction]!
      agenda.add(at, target)
    }
  }
  return { parents, parentMs, frames: countFrames(graph, arrivals, parents, delays) }
}

/** In a network of more peers than this, some of them tell what all send. */
const ASKED = 50_000

/** Everyone sends to all but where it came from, and to whom its own copy has come from in the meantime. */
function countFrames(graph: Graph, arrivals: Float32Array, parents: Int32Array, delays: Float32Array): number {
  const { size, starts, targets, latencies } = graph
  const step = Math.ceil(size / ASKED)
  let [frames, asked] = [0, 0]
  for (let peer = 0; peer < size; peer += step, asked++) {
    for (let direction = starts[peer]!; direction < starts[peer + 1]!; direction++) {
      const target = targets[direction]!
      if (target === parents[peer]) continue
      const back = opposite(graph, target, peer)
      const copyAt = arrivals[target]! + delays[back]! + latencies[direction]!
      if (copyAt >= arrivals[peer]! + delays[direction]!) frames++
    }
  }
  return (frames * size) / asked
}

function opposite({ starts, targets }: Graph, peer: number, target: number): number {
  let direction = starts[peer]!
  while (targets[direction] !== target) direction++
  return direction
}

interface Buckets {
  add(at: number, peer: number): void
  /** The next peer, or -1. A peer that was added again for an earlier time is given only then. */
  take(arrivals: Float32Array): number
}

/** A queue by whole milliseconds: order within one is put right by adding again what became earlier. */
function createBuckets(expected: number): Buckets {
  let [peers, links] = [new Int32Array(expected), new Int32Array(expected)]
  const heads: number[] = []
  let [used, current] = [0, 0]
  return {
    add(at, peer) {
      if (used === peers.length) [peers, links] = [doubled(peers), doubled(links)]
      const bucket = Math.floor(at)
      while (heads.length <= bucket) heads.push(-1)
      peers[used] = peer
      links[used] = heads[bucket]!
      heads[bucket] = used++
    },
    take(arrivals) {
      for (; current < heads.length; current++) {
        for (let entry = heads[current]!; entry >= 0; entry = heads[current]!) {
          heads[current] = links[entry]!
          if (Math.floor(arrivals[peers[entry]!]!) === current) return peers[entry]!
        }
      }
      return -1
    },
  }
}

function doubled(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2)
  larger.set(values)
  return larger
}
