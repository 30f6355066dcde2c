import { type Network, watchFrames } from '@hydra/router/simulator'
import { comparePairs, type Watched } from './auc.ts'
import { drawSpies } from './graph.ts'
import { onStem, originOf, type Path, recordPaths } from './paths.ts'
import { createProber, type Prober } from './prober.ts'
import type { Sample } from './samples.ts'
import { openOf, stemOf } from './wire.ts'
import { ask, createWorld, hostSome, type World } from './world.ts'

export interface MembersOptions {
  readonly peers: number
  readonly seed: number
  readonly services?: number
}

const SPIES = 0.1
const STRANGERS = 60
const SETTLE_MS = 2_000

/**
 * Brings announcements and requests that were seen to the peers of their stems and to others, and compares what these do.
 * The prober is linked to everyone, and a tenth of all peers report to it.
 */
export async function members({ peers, seed, services = 10 }: MembersOptions): Promise<Sample[]> {
  const world = await createWorld({ peers, seed })
  const { network, random, routers } = world
  const recorded = recordPaths(network)
  const nearest = watchNearest(network)
  const hosts = await hostSome(world, services)
  const announced = recorded.take()
  const ends = announced.map((path): Sample => {
    const hits = Number(nearest.has(path.hops.at(-1)?.to ?? -1))
    return { row: "stem membership (control): the stem's end, by who says to be nearest", hits, trials: 1 }
  })
  const prober = await createProber(world)
  const spies = drawSpies(peers, SPIES, random).add(prober.peer.index)
  const samples: Sample[] = []
  for (const path of announced) samples.push(await bringAnnouncement(world, prober, spies, path))
  for (const { key } of hosts) {
    recorded.take()
    await network.clock.complete(ask(routers[random.integer(peers)]!, key.publicKey, new Uint8Array(10)))
    const [path] = recorded.take()
    if (path) samples.push(await bringRequest(world, prober, path))
  }
  await world.close()
  return [...ends, ...samples]
}

/** Peers that tell their neighbours that an announcement's stem ended with them. */
function watchNearest(network: Network): Set<number> {
  const nearest = new Set<number>()
  watchFrames(network, ({ from, frame }) => {
    if (frame.kind === 'rank' && frame.rank === 0) nearest.add(from)
  })
  return nearest
}

/** Does anything come of it at any spy? */
async function bringAnnouncement(
  world: World,
  prober: Prober,
  spies: ReadonlySet<number>,
  path: Path,
): Promise<Sample> {
  let reactions = 0
  let target = -1
  const stop = watchFrames(world.network, ({ from, to }) => {
    if (from === target && spies.has(to)) reactions++
  })
  const watched = await compare(world, path, async (index) => {
    target = index
    reactions = 0
    for (const label of ['walk', 'near', 'last'] as const) await prober.send(index, stemOf(path.bytes, label))
    await world.network.clock.run(SETTLE_MS)
    return reactions
  })
  stop()
  return { row: 'stem membership: an announcement brought again', ...comparePairs(watched) }
}

/** How long does it take from there? */
async function bringRequest(world: World, prober: Prober, path: Path): Promise<Sample> {
  const { clock } = world.network
  const watched = await compare(world, path, async (index) => {
    return (await clock.complete(prober.probe(index, openOf(path.bytes), 'last'))) ?? Number.POSITIVE_INFINITY
  })
  return { row: 'stem membership: a request brought again', ...comparePairs(watched) }
}

/** Where the stem ended is no secret: that peer is left out. */
async function compare(
  { random, routers }: World,
  path: Path,
  probe: (index: number) => Promise<number>,
): Promise<Watched[]> {
  const stem = path.hops.filter(onStem)
  const inside = new Set([originOf(path), ...stem.slice(0, -1).map(({ to }) => to)])
  const outside = new Set<number>()
  while (outside.size < Math.min(STRANGERS, routers.length / 2)) {
    const index = random.integer(routers.length)
    if (!path.hops.some(({ from, to }) => from === index || to === index)) outside.add(index)
  }
  const watched: Watched[] = []
  // In any order: a request that was brought often is refused, which has nothing to do with who it is brought to.
  const targets = [...inside, ...outside].map((index) => ({ index, place: random.fraction() }))
  for (const { index } of targets.toSorted((a, b) => a.place - b.place)) {
    watched.push({ own: inside.has(index), value: await probe(index) })
  }
  return watched
}
