import { drawSpies } from './graph.ts'
import { originOf, recordPaths } from './paths.ts'
import { percent } from './percent.ts'
import type { Sample } from './samples.ts'
import { claimsToBeNearest } from './wire.ts'
import { ask, createWorld, hostSome } from './world.ts'
import { createSeededRandom } from '@hydra/router/simulator'

export interface RushingOptions {
  readonly peers: number
  readonly seed: number
  readonly spies: number
  /** Besides passing announcements on at once, they claim that each stem ended with them. */
  readonly lie: boolean
}

const SERVICES = 20
const EPOCH_MS = 10_000

/** Spies who want to be on the way of as many requests as they can. */
export async function rushing({ peers, seed, spies: share, lie }: RushingOptions): Promise<Sample[]> {
  const spies = drawSpies(peers, share, createSeededRandom(seed, 1_000_003))
  const world = await createWorld({
    peers,
    seed,
    tree: (index) => (spies.has(index) ? { times: { hopDelayMs: 0 } } : {}),
    link: (index, link) => (lie && spies.has(index) ? claimsToBeNearest(link) : link),
  })
  const { network, routers, random } = world
  const services = (await hostSome(world, SERVICES)).filter(({ at }) => !spies.has(at))
  const recorded = recordPaths(network)
  const asked = routers.map(async (router, index) => {
    if (spies.has(index)) return
    const { key } = services[random.integer(services.length)]!
    await new Promise<void>((resolve) => void network.clock.after(EPOCH_MS * random.fraction(), resolve))
    await ask(router, key.publicKey, new Uint8Array(200))
  })
  await network.clock.complete(Promise.all(asked))
  const paths = recorded.take().filter((path) => path.kind === 'open' && !spies.has(originOf(path)))
  await world.close()
  const seen = paths.filter(({ hops }) => hops.slice(0, -1).some(({ to }) => spies.has(to)))
  const how = lie ? 'rush and claim to be nearest' : 'rush'
  return [{ row: `requests seen by spies that ${how}, ${percent(share)}`, hits: seen.length, trials: paths.length }]
}
