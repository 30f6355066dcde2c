import type { NeighbourId } from '@hydra/router'
import { publicKeyToBytes } from '@hydra/identity'
import { comparePairs } from './auc.ts'
import { measureLatencies } from './distinguisher.ts'
import { createProber, type Prober } from './prober.ts'
import type { Sample } from './samples.ts'
import { answersAnyone } from './wire.ts'
import { createWorld, hostSome, type Service, type World } from './world.ts'

export interface TimingOptions {
  readonly peers: number
  readonly seed: number
  readonly services?: number
  /** The control: hosts answer whoever asks them. @default false */
  readonly unscoped?: boolean
}

/** First so many probes through every peer, then so many through those that answered soonest. */
const ROUNDS = [
  { probes: 1, peers: Number.POSITIVE_INFINITY },
  { probes: 19, peers: 20 },
]
const AT_ONCE = 50

/** Asks each service through every peer, and names who answered soonest, link apart. */
export async function timing(options: TimingOptions): Promise<Sample[]> {
  const { peers, seed, services = 4, unscoped = false } = options
  const guards = new Map<number, readonly NeighbourId[]>()
  const keyOf = new Map<number, Uint8Array>()
  const world = await createWorld({
    peers,
    seed,
    router: (index) => ({ guards: { load: () => [], save: (ids) => void guards.set(index, ids) } }),
    ...(unscoped && {
      link: (index, link) =>
        answersAnyone(
          link,
          () => keyOf.get(index),
          () => guards.get(index)?.[0],
        ),
    }),
  })
  const hosts = await hostSome(world, services)
  for (const { at, key } of hosts) keyOf.set(at, publicKeyToBytes(key.publicKey))
  const prober = await createProber(world)
  const latencies = await measureLatencies(world.network)
  const latencyOf = (a: number, b: number) => latencies.get(a * (peers + 1) + b) ?? 0
  const samples: Sample[] = []
  const name = unscoped ? 'host probed by timing, unscoped (control)' : 'host probed by timing'
  for (const service of hosts) {
    const times = await probeAll(world, prober, service, peers, (index) => 2 * latencyOf(prober.peer.index, index))
    samples.push(...judge(name, service.at, times, latencyOf))
  }
  await world.close()
  return samples
}

async function probeAll(
  { network, routers }: World,
  prober: Prober,
  { key }: Service,
  peers: number,
  linkMs: (index: number) => number,
): Promise<Map<number, number>> {
  const times = new Map<number, number>()
  const probe = async (index: number) => {
    const ms = await prober.probe(index, await prober.seal(key.publicKey), 'trail')
    if (ms === undefined) return
    times.set(index, Math.min(times.get(index) ?? Number.POSITIVE_INFINITY, ms - linkMs(index)))
  }
  for (const round of ROUNDS) {
    const soonest = [...times].toSorted(([, a], [, b]) => a - b).map(([index]) => index)
    const targets = soonest.length > 0 ? soonest.slice(0, round.peers) : routers.map((_, index) => index)
    for (let number = 0; number < round.probes; number++) {
      for (let start = 0; start < targets.length && start < peers; start += AT_ONCE) {
        await network.clock.complete(Promise.all(targets.slice(start, start + AT_ONCE).map(probe)))
      }
    }
  }
  return times
}

function judge(
  name: string,
  host: number,
  times: ReadonlyMap<number, number>,
  latencyOf: (a: number, b: number) => number,
): Sample[] {
  const sorted = [...times].toSorted(([, a], [, b]) => a - b)
  const [end, rest] = sorted[0] ?? [-1, 0]
  const residual = nearest(end, rest, [...times.keys()], latencyOf)
  const watched = sorted.map(([index, value]) => ({ own: index === host, value }))
  return [
    { row: `${name}: who answered soonest is the host`, hits: Number(end === host), trials: 1 },
    { row: `${name}: who is as far from there as the time that is left`, hits: Number(residual === host), trials: 1 },
    { row: `${name}: other peers that took longer than the host`, ...comparePairs(watched) },
  ]
}

/** The peer whose shortest way from where all probes went takes as long as those took from there. */
function nearest(
  end: number,
  ms: number,
  peers: readonly number[],
  latencyOf: (a: number, b: number) => number,
): number | undefined {
  const ways = shortestWays(end, peers, latencyOf)
  const others = [...ways].filter(([index]) => index !== end)
  return others.toSorted(([, a], [, b]) => Math.abs(2 * a - ms) - Math.abs(2 * b - ms))[0]?.[0]
}

function shortestWays(from: number, peers: readonly number[], latencyOf: (a: number, b: number) => number) {
  const ways = new Map([[from, 0]])
  const open = new Set(peers)
  const links = new Map(peers.map((a) => [a, peers.filter((b) => latencyOf(a, b) > 0)]))
  for (let here: number | undefined = from; here !== undefined; here = closest(ways, open)) {
    open.delete(here)
    const so = ways.get(here) ?? 0
    for (const to of links.get(here) ?? []) {
      ways.set(to, Math.min(ways.get(to) ?? Number.POSITIVE_INFINITY, so + latencyOf(here, to)))
    }
  }
  return ways
}

function closest(ways: ReadonlyMap<number, number>, open: ReadonlySet<number>): number | undefined {
  let best: number | undefined
  for (const index of open) {
    const way = ways.get(index)
    if (way !== undefined && way < (ways.get(best ?? -1) ?? Number.POSITIVE_INFINITY)) best = index
  }
  return best
}
