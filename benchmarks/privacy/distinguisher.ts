import { publicKeyToBytes } from '@hydra/identity'
import { type Network, watchFrames } from '@hydra/router/simulator'
import { comparePairs, learnKinds, type Watched } from './auc.ts'
import type { Sample } from './samples.ts'
import { createStreamWatch, hexOf, type WatchedStream } from './streams.ts'
import { ask, createWorld, hostSome } from './world.ts'

export interface DistinguisherOptions {
  readonly peers: number
  readonly seed: number
  /** The control: nothing is delayed. @default true */
  readonly tail?: boolean
  /** Bytes there and back. @default 200 */
  readonly bytes?: number
  /** @default 20 */
  readonly services?: number
}

const EPOCH_MS = 20_000
/** Pairs are counted within each of so many groups of watched peers: groups are what the interval is of. */
const GROUPS = 16
const PINGS = 5
const PING_CHANNEL = 255

/** Whether a stream is its neighbour's own, asked of each stream by whoever is next to it. */
export async function distinguisher(options: DistinguisherOptions): Promise<Sample[]> {
  const { peers, seed, tail = true, bytes = 200, services = 20 } = options
  const router = () => (tail ? {} : { tail: { meanLinks: 0 } })
  const world = await createWorld({ peers, seed, router })
  const { network, routers, random } = world
  const { clock } = network
  const hosts = await hostSome(world, services)
  const hostOf = new Map(hosts.map(({ at, key }) => [hexOf(publicKeyToBytes(key.publicKey)), at]))
  const latencies = await measureLatencies(network)
  const watch = createStreamWatch((from, to) => latencies.get(from * peers + to) ?? 0)
  const stop = watchFrames(network, (sighting) => watch.onFrame(sighting))
  const asked = routers.map(async (each) => {
    const { key } = hosts[random.integer(services)]!
    await new Promise<void>((resolve) => void clock.after(EPOCH_MS * random.fraction(), resolve))
    await ask(each, key.publicKey, new Uint8Array(bytes))
  })
  await clock.complete(Promise.all(asked))
  await clock.run(60_000)
  stop()
  await world.close()
  const isOwn = ({ side, id, neighbour, service }: WatchedStream) =>
    (side === 'asker' ? watch.originOf(id) : hostOf.get(service)) === neighbour
  const setting = `${bytes > 1_000 ? `${bytes / 1_000} kB each way` : 'small request'}${tail ? '' : ', no tail delay (control)'}`
  return judge(watch.streams(), isOwn).map(({ row, ...rest }) => ({
    row: `own or relayed, ${setting}: ${row}`,
    ...rest,
  }))
}

/** What spies could learn over weeks of pings, given to them: the least delay that each link ever had. */
export async function measureLatencies(network: Network): Promise<Map<number, number>> {
  const { peers, clock } = network
  const latencies = new Map<number, number>()
  let sentAt = 0
  const stop = network.onDelivery(({ at, from, to, frame }) => {
    if (frame[0] !== PING_CHANNEL) return
    const link = from * peers.length + to
    latencies.set(link, Math.min(latencies.get(link) ?? Number.POSITIVE_INFINITY, at - sentAt))
  })
  for (let round = 0; round < PINGS; round++) {
    sentAt = clock.now()
    for (const { link } of peers) {
      for (const { id } of link.neighbours()) await link.send(id, Uint8Array.of(PING_CHANNEL))
    }
    await clock.run(2_000)
  }
  stop()
  return latencies
}

type Feature = (stream: WatchedStream) => number | undefined

const features: Readonly<Record<string, Feature>> = {
  // How soon the neighbour turned around what it got: the least that it ever took.
  'time, first turnaround': ({ moments }) => turnarounds(moments)[0],
  'time, least turnaround': ({ moments }) => least(turnarounds(moments)),
  'time, end after the last bytes': ({ moments }) => endAfterLast(moments),
  'time, between its first two frames': ({ moments }) => gap(moments.filter(({ from }) => from).map(({ at }) => at)),
  'size, frames from it': ({ moments }) => moments.filter(({ from }) => from).length,
  'size, frames to it': ({ moments }) => moments.filter(({ from }) => !from).length,
}

/** What many streams of one service tell together: the least and the spread of the times that they took. */
function judgeServices(streams: readonly WatchedStream[], isOwn: (stream: WatchedStream) => boolean): Sample[] {
  const groups = Map.groupBy(
    streams.filter(({ side }) => side === 'host'),
    ({ watcher, neighbour, service }) => `${watcher} ${neighbour} ${service}`,
  )
  const all = [...groups.values()].map((group) => ({
    own: isOwn(group[0]!),
    times: group.flatMap((stream) => turnarounds(stream.moments).slice(0, 1)),
  }))
  const many = all.filter(({ times }) => times.length >= 10)
  const watched = (value: (times: number[]) => number) => many.map(({ own, times }) => ({ own, value: value(times) }))
  return [
    { row: 'host, least of ten and more', ...comparePairs(watched((times) => Math.min(...times))) },
    { row: 'host, spread of ten and more', ...comparePairs(watched((times) => spreadOf(times))) },
  ]
}

export function judge(streams: readonly WatchedStream[], isOwn: (stream: WatchedStream) => boolean): Sample[] {
  const sides = (['asker', 'host'] as const).flatMap((side) => {
    const ofSide = streams.filter((stream) => stream.side === side)
    const groups = Map.groupBy(ofSide, ({ watcher }) => watcher % GROUPS)
    const learnt = new Set(ofSide.filter((_, index) => index % 2 === 0))
    const kinds = learnKinds([...learnt].map((stream) => ({ own: isOwn(stream), kind: order(stream) })))
    const all: Readonly<Record<string, Feature>> = {
      ...features,
      'order of frames': (stream) => (learnt.has(stream) ? undefined : kinds(order(stream))),
    }
    return Object.entries(all).flatMap(([name, feature]) =>
      [...groups.values()].map((group) => {
        const watched = group.flatMap((stream): Watched[] => {
          const value = feature(stream)
          return value === undefined ? [] : [{ own: isOwn(stream), value }]
        })
        return { row: `${side}, ${name}`, ...comparePairs(watched) }
      }),
    )
  })
  return [...sides, ...judgeServices(streams, isOwn)]
}

const order = ({ moments }: WatchedStream): string =>
  moments
    .map(({ from, kind }) => `${from ? '<' : '>'}${kind[0]}`)
    .slice(0, 12)
    .join('')

type Moments = WatchedStream['moments']

/** From each frame to the neighbour to the next from it, credit aside, which every peer gives at once. */
function turnarounds(moments: Moments): number[] {
  const times: number[] = []
  let since: number | undefined
  for (const { at, from, kind } of moments) {
    if (kind === 'credit') continue
    if (!from) since ??= at
    else if (since !== undefined) {
      times.push(at - since)
      since = undefined
    }
  }
  return times
}

function endAfterLast(moments: Moments): number | undefined {
  const end = moments.findLast(({ from, kind }) => from && kind === 'reset')
  const last = moments.findLast(({ from, kind }) => !from && (kind === 'data' || kind === 'reply'))
  return end && last && end.at >= last.at ? end.at - last.at : undefined
}

const least = (values: readonly number[]): number | undefined => (values.length > 0 ? Math.min(...values) : undefined)
const gap = ([first, second]: readonly number[]): number | undefined =>
  first === undefined || second === undefined ? undefined : Math.max(0, second - first)

/** The standard deviation: each link of a way adds some of its own. */
function spreadOf(times: readonly number[]): number {
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length
  return Math.sqrt(times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length)
}
