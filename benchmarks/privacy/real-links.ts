import { createKeyPair, publicKeyToBytes } from '@hydra/identity'
import { createRouter, lazyTree, type Link, type NeighbourId, type Router } from '@hydra/router'
import { libp2pLink } from '@hydra/router/libp2p'
import { createSeededRandom, readRouterFrame } from '@hydra/router/simulator'
import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p, type Libp2p } from 'libp2p'
import { judge } from './distinguisher.ts'
import type { Sample } from './samples.ts'
import { createStreamWatch, hexOf, type WatchedStream } from './streams.ts'
import { ask } from './world.ts'

export interface RealLinksOptions {
  readonly seed: number
  /** The control: nothing is delayed. @default true */
  readonly tail?: boolean
  readonly nodes?: number
  readonly requests?: number
}

const DIALS = 4
const SERVICES = 12
const GAP_MS = 60
/** Loopback takes no time, and then no links could be told from few: frames are held back, for a time of each link. */
const LINK_MS = [10, 40] as const
/** Until the last streams have ended, which linger for four seconds on average. */
const END_MS = 25_000

interface Node {
  readonly node: Libp2p
  readonly link: Link
  readonly close: () => Promise<void>
  readonly router: Router
}

/** The distinguisher on TCP, Noise and Yamux over loopback, with real keys, in real time. */
export async function realLinks({
  seed,
  tail = true,
  nodes: size = 12,
  requests = 400,
}: RealLinksOptions): Promise<Sample[]> {
  const random = createSeededRandom(seed, 1_000_005)
  const delays = createDelays(random)
  const watch = createStreamWatch(delays.of)
  const places = new Map<NeighbourId, number>()
  const nodes: Node[] = []
  for (let index = 0; index < size; index++) nodes.push(await start(tail, (link) => delays.on(link, index, places)))
  for (const [index, { node }] of nodes.entries()) places.set(node.peerId.toString() as NeighbourId, index)
  try {
    nodes.forEach(({ link }, to) =>
      link.onFrame((from, bytes) => {
        const read = readRouterFrame(bytes)
        if (read) watch.onFrame({ at: performance.now(), from: places.get(from) ?? -1, to, ...read })
      }),
    )
    await Promise.all(nodes.map((each, index) => dialSome(each, nodes, index, random)))
    const hosts = await Promise.all(
      Array.from({ length: SERVICES }, async (_, index) => {
        const key = await createKeyPair()
        await nodes[index]!.router.host(key, ({ body }) => body)
        return { at: index, key }
      }),
    )
    await pause(3_000)
    const asked: Promise<unknown>[] = []
    for (let number = 0; number < requests; number++) {
      const { key } = hosts[random.integer(SERVICES)]!
      asked.push(ask(nodes[random.integer(size)]!.router, key.publicKey, new Uint8Array(200)))
      await pause(GAP_MS)
    }
    await Promise.all(asked)
    if (tail) await pause(END_MS)
    const hostOf = new Map(hosts.map(({ at, key }) => [hexOf(publicKeyToBytes(key.publicKey)), at]))
    const isOwn = ({ side, id, neighbour, service }: WatchedStream) =>
      (side === 'asker' ? watch.originOf(id) : hostOf.get(service)) === neighbour
    const setting = `real links${tail ? '' : ', no tail delay (control)'}`
    return judge(watch.streams(), isOwn).map(({ row, ...rest }) => ({
      row: `own or relayed, ${setting}: ${row}`,
      ...rest,
    }))
  } finally {
    await Promise.all(nodes.map(({ router }) => router.close()))
    await Promise.all(nodes.map(({ close, node }) => close().then(() => node.stop())))
  }
}

async function start(tail: boolean, slow: (link: Link) => Link): Promise<Node> {
  const node = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionManager: { inboundConnectionThreshold: Number.POSITIVE_INFINITY, maxIncomingPendingConnections: 1_000 },
  })
  // All addresses are one machine's: each connection counts as a group of its own, as it would in the world.
  let groups = 0
  const real = await libp2pLink(node, { group: () => `group-${groups++}` })
  const link = slow(real)
  const shipped = { link, spread: lazyTree({ link }), ticketBits: 8 }
  return {
    node,
    link,
    close: () => real.close(),
    router: createRouter({ ...shipped, ...(!tail && { tail: { meanLinks: 0 } }) }),
  }
}

async function dialSome(
  { node }: Node,
  nodes: readonly Node[],
  own: number,
  random: ReturnType<typeof createSeededRandom>,
): Promise<void> {
  const chosen = new Set<number>()
  while (chosen.size < DIALS) {
    const index = random.integer(nodes.length)
    if (index !== own) chosen.add(index)
  }
  for (const index of chosen) await node.dial(nodes[index]!.node.getMultiaddrs())
}

function createDelays(random: ReturnType<typeof createSeededRandom>) {
  const ofLink = new Map<string, number>()
  const of = (from: number, to: number) => {
    const key = [from, to].toSorted((a, b) => a - b).join()
    const ms = ofLink.get(key) ?? LINK_MS[0] + (LINK_MS[1] - LINK_MS[0]) * random.fraction()
    ofLink.set(key, ms)
    return ms
  }
  const on = (link: Link, own: number, places: ReadonlyMap<NeighbourId, number>): Link => ({
    neighbours: () => link.neighbours(),
    onChange: (listener) => link.onChange(listener),
    disconnect: (neighbour, reason) => link.disconnect(neighbour, reason),
    send: (to, frame, options) => link.send(to, frame, options),
    onFrame: (listener) =>
      link.onFrame((from, frame) => {
        setTimeout(() => listener(from, frame), of(places.get(from) ?? -1, own))
      }),
  })
  return { of, on }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))
