import { attribute, type Attribution, firstSpy, firstSpyOnStem } from './attribution.ts'
import { drawSpies, type Graph, graphOf } from './graph.ts'
import { byLikelihood, byMap } from './likelihood.ts'
import { onStem, originOf, type Path, recordPaths } from './paths.ts'
import { percent } from './percent.ts'
import type { Sample } from './samples.ts'
import { ask, createWorld, hostSome, type World } from './world.ts'

export const SHARES = [0.01, 0.05, 0.1, 0.2, 0.3]
/** Sets of spies that are drawn for each share: whose records they read is chosen afterwards. */
const SETS = 12
const SERVICES = 20
const EPOCH_MS = 10_000

export interface PassiveOptions {
  readonly peers: number
  readonly seed: number
}

/** Every peer asks one of twenty services once. */
export async function askers({ peers, seed }: PassiveOptions): Promise<Sample[]> {
  const world = await createWorld({ peers, seed })
  const { network, routers, random } = world
  const { clock } = network
  const services = await hostSome(world, SERVICES)
  const recorded = recordPaths(network)
  const ms: number[] = []
  const asked = routers.map(async (router) => {
    const { key } = services[random.integer(SERVICES)]!
    await new Promise<void>((resolve) => void clock.after(EPOCH_MS * random.fraction(), resolve))
    const began = clock.now()
    if ((await ask(router, key.publicKey, new Uint8Array(200))) === 'answered') ms.push(clock.now() - began)
  })
  await clock.complete(Promise.all(asked))
  const paths = recorded.take().filter(({ kind }) => kind === 'open')
  const graph = graphOf(network)
  const strong = routers.filter((router) => router.hidden() === 'strong').length
  await world.close()
  return [
    { row: 'asker: answered', hits: ms.length, trials: peers },
    { row: 'asker: peers that hide strongly', hits: strong, trials: peers },
    { row: 'asker: links of a path', hits: total(paths.map(({ hops }) => hops.length)), trials: paths.length },
    { row: 'asker: links of a stem', hits: total(paths.map(stemLength)), trials: paths.length },
    { row: 'asker: ms until the answer', hits: total(ms), trials: ms.length },
    ...attributions('asker', paths, graph, random),
    ...seenBySpies('requests seen by spies that only look', paths, graph.size, random),
    ...ownShare(paths),
  ]
}

/** Every peer hosts one service, and announces it. No spread, which begins where the stem is over. */
export async function hosts({ peers, seed }: PassiveOptions): Promise<Sample[]> {
  const world = await createWorld({ peers, seed, spread: 'silent' })
  const recorded = recordPaths(world.network)
  await hostEverywhere(world)
  const paths = recorded.take()
  const graph = graphOf(world.network)
  await world.close()
  const endedAtHome = paths.filter((path) => path.hops.at(-1)?.to === originOf(path)).length
  return [
    { row: 'host: links of a stem', hits: total(paths.map(stemLength)), trials: paths.length },
    { row: 'host: stems that ended at their host', hits: endedAtHome, trials: paths.length },
    ...attributions('host', paths, graph, world.random),
  ]
}

export async function hostEverywhere({ network, routers, keys }: World): Promise<void> {
  const { clock } = network
  const hosting = routers.map((router) => router.host(keys.createKeyPair(), ({ body }) => body))
  await clock.complete(Promise.all(hosting))
  await clock.run(5_000)
}

function attributions(role: string, paths: readonly Path[], graph: Graph, random: World['random']): Sample[] {
  return SHARES.flatMap((share) =>
    Array.from({ length: SETS }, () => {
      const spies = drawSpies(graph.size, share, random)
      const ways = {
        'first-spy': attribute(paths, spies, firstSpy),
        'first-spy on stems': attribute(paths, spies, firstSpyOnStem),
        likelihood: attribute(paths, spies, byLikelihood(graph, spies, paths)),
        'map of all stems': attribute(paths, spies, byMap(paths, spies)),
      }
      return Object.entries(ways).flatMap(([way, found]) => rowsOf(`${role}, ${percent(share)} spies, ${way}`, found))
    }).flat(),
  )
}

function rowsOf(row: string, { messages, right, named, precision }: Attribution): Sample[] {
  return [
    { row: `${row}: recall`, hits: right, trials: messages },
    { row: `${row}: precision, mean over peers`, hits: precision, trials: messages },
    { row: `${row}: right among named`, hits: right, trials: named },
  ]
}

/** Requests of honest peers that any spy carried. */
export function seenBySpies(row: string, paths: readonly Path[], size: number, random: World['random']): Sample[] {
  return [0.01, 0.05, 0.1].flatMap((share) =>
    Array.from({ length: SETS }, () => {
      const spies = drawSpies(size, share, random)
      const honest = paths.filter((path) => !spies.has(originOf(path)))
      // The last hop ends at the host, which is no relay.
      const seen = honest.filter(({ hops }) => hops.slice(0, -1).some(({ to }) => spies.has(to)))
      return { row: `${row}, ${percent(share)}`, hits: seen.length, trials: honest.length }
    }),
  )
}

/** What of that which each peer sends to its guard is its own. One request of everyone. */
function ownShare(paths: readonly Path[]): Sample[] {
  const guardOf = new Map(paths.map(({ hops }) => [hops[0]!.from, hops[0]!.to]))
  const counts = new Map<number, { own: number; walk: number; stem: number }>()
  for (const path of paths) {
    path.hops.forEach((hop, index) => {
      if (guardOf.get(hop.from) !== hop.to || !onStem(hop)) return
      const count = counts.get(hop.from) ?? { own: 0, walk: 0, stem: 0 }
      counts.set(hop.from, count)
      if (index === 0) count.own++
      if (hop.label === 'walk') count.walk++
      count.stem++
    })
  }
  const all = [...counts.values()]
  const own = total(all.map((count) => count.own))
  return [
    {
      row: 'own share at the guard, of all frames that could be own',
      hits: own,
      trials: total(all.map(({ walk }) => walk)),
    },
    { row: 'own share at the guard, of all stem frames', hits: own, trials: total(all.map(({ stem }) => stem)) },
    {
      row: 'own share at the guard, mean over clients, of all stem frames',
      hits: total(all.map((count) => count.own / count.stem)),
      trials: all.length,
    },
    {
      row: 'clients whose guard gets nothing else from them',
      hits: all.filter(({ own: o, walk }) => o === walk).length,
      trials: all.length,
    },
  ]
}

const stemLength = ({ hops }: Path): number => hops.filter(onStem).length
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
