import {
  createRouter,
  type LazyTreeOptions,
  lazyTree,
  type Link,
  type Router,
  type RouterOptions,
  type Spread,
} from '@hydra/router'
import {
  createFakeKeys,
  createNetwork,
  createSeededRandom,
  type FakeKeys,
  type Network,
  type NetworkOptions,
  type SeededRandom,
} from '@hydra/router/simulator'

/** A network of routers as they are shipped; keys and their work are modelled. */
export interface World {
  readonly network: Network
  readonly routers: Router[]
  readonly keys: FakeKeys
  readonly random: SeededRandom
  close(): Promise<void>
}

export interface WorldOptions {
  readonly peers: number
  readonly seed: number
  /** A silent spread carries nothing: stems alone are cheap enough for a service on every peer. @default 'shipped' */
  readonly spread?: 'shipped' | 'silent'
  readonly network?: Omit<NetworkOptions, 'seed'>
  /** What differs from the shipped configuration, for controls and attackers. */
  readonly router?: (index: number) => Partial<RouterOptions>
  readonly link?: (index: number, link: Link) => Link
  readonly tree?: (index: number) => Partial<LazyTreeOptions>
}

/** Links of each peer's own choice, as in every row of the results. */
export const DEGREE = 8

export async function createWorld(options: WorldOptions): Promise<World> {
  const { peers, seed, spread = 'shipped', router = () => ({}), tree = () => ({}) } = options
  const wrap = options.link ?? ((_, link) => link)
  const network = createNetwork(peers, { degree: DEGREE, ...options.network, seed })
  const { clock } = network
  const keys = createFakeKeys(createSeededRandom(seed, 1_000_001).bytes)
  const routers = network.peers.map(({ link: plain, random, index }) => {
    const link = wrap(index, plain)
    return createRouter({
      link,
      clock,
      random,
      cryptography: keys.cryptography,
      ticketBits: 0,
      spread: spread === 'silent' ? silent : lazyTree({ link, clock, random, ...tree(index) }),
      ...router(index),
    })
  })
  await clock.run(1_000)
  return {
    network,
    routers,
    keys,
    random: createSeededRandom(seed, 1_000_002),
    close: async () => void (await Promise.all(routers.map((each) => each.close()))),
  }
}

export interface Service {
  readonly at: number
  readonly key: ReturnType<FakeKeys['createKeyPair']>
}

/** Some peers host a service each, and everyone has heard of it. */
export async function hostSome({ network, routers, keys, random }: World, services: number): Promise<Service[]> {
  const { clock } = network
  const hosts = Array.from({ length: services }, () => ({
    at: random.integer(routers.length),
    key: keys.createKeyPair(),
  }))
  for (const { at, key } of hosts) {
    await clock.complete(routers[at]!.host(key, ({ body }) => body))
    await clock.run(100)
  }
  await clock.run(10_000)
  return hosts
}

export const silent: Spread = {
  publish: () => Promise.resolve(),
  join: () => () => {},
  onCopy: () => () => {},
  close: () => Promise.resolve(),
}

/** Reads an answer to its end. */
export async function ask(
  router: Router,
  ...[key, body, options]: Parameters<Router['request']>
): Promise<'answered' | 'failed'> {
  try {
    const answer = await router.request(key, body, options)
    for await (const _ of answer.body) continue
    return 'answered'
  } catch {
    return 'failed'
  }
}
