import { createNetwork, createSeededRandom } from '@hydra/router/simulator'
import { push } from '../gossip/push.ts'
import { drawSpies } from './graph.ts'
import { percent } from './percent.ts'
import type { Sample } from './samples.ts'
import { DEGREE } from './world.ts'

export interface RawOptions {
  readonly peers: number
  readonly seed: number
  readonly design: 'flooding' | 'push mesh'
  readonly messages?: number
}

const SHARES = [0.01, 0.05, 0.1, 0.2, 0.3]
const SETS = 12
const GAP_MS = 3_000
const MESSAGE_BYTES = 512

/** When each peer got its first copy of a message, and from whom. */
export interface Arrivals {
  readonly origin: number
  readonly at: Float64Array
  readonly from: Int32Array
}

export function createArrivals(origin: number, peers: number): Arrivals {
  return { origin, at: new Float64Array(peers).fill(Number.POSITIVE_INFINITY), from: new Int32Array(peers).fill(-1) }
}

/** Messages that go to everyone at once, without a stem in front: who sent it first to any spy is named. */
export async function raw({ peers, seed, design, messages = 100 }: RawOptions): Promise<Sample[]> {
  const network = createNetwork(peers, { degree: DEGREE, seed })
  const random = createSeededRandom(seed, 1_000_004)
  const degree = design === 'flooding' ? Number.POSITIVE_INFINITY : DEGREE
  const publish = push(network, { degree, delayMs: 0 })
  let current = createArrivals(-1, peers)
  network.onDelivery(({ at, from, to, frame }) => {
    if (frame.length <= MESSAGE_BYTES || (current.at[to] ?? 0) <= at) return
    current.at[to] = at
    current.from[to] = from
  })
  const all: Arrivals[] = []
  for (let number = 0; number < messages; number++) {
    current = createArrivals(random.integer(peers), peers)
    publish(current.origin, random.bytes(MESSAGE_BYTES))
    await network.clock.run(GAP_MS)
    all.push(current)
  }
  return nameFirst(design, all, peers, random)
}

export function nameFirst(
  design: string,
  all: readonly Arrivals[],
  peers: number,
  random: ReturnType<typeof createSeededRandom>,
): Sample[] {
  return SHARES.flatMap((share) =>
    Array.from({ length: SETS }, () => {
      const spies = drawSpies(peers, share, random)
      const honest = all.filter(({ origin }) => !spies.has(origin))
      const hits = honest.filter((arrivals) => firstSender(arrivals, spies) === arrivals.origin).length
      return { row: `${design}, ${percent(share)} spies, first-spy: recall`, hits, trials: honest.length }
    }),
  )
}

function firstSender({ at, from }: Arrivals, spies: ReadonlySet<number>): number | undefined {
  let first: number | undefined
  for (const spy of spies) if ((at[spy] ?? 0) < (at[first ?? spy] ?? 0) || first === undefined) first = spy
  return first === undefined ? undefined : from[first]
}
