import {
  createPipe,
  createRecordSet,
  type Gossip,
  hiddenGossip,
  meetNeighbours,
  memoryStore,
  type Neighbourhood,
  type RecordSet,
} from '@hydra/records'
import { sampleRecord, validateSample } from '@hydra/records/testing'
import { createRouter, lazyTree, type Link, type NeighbourId } from '@hydra/router'
import { createNetwork, createSeededRandom, type Network } from '@hydra/router/simulator'

type StreamListener = Parameters<Neighbourhood['onStream']>[0]

/** Fifty peers, each with a record set, on links of the simulator that a partition cuts. */
export interface Street {
  readonly network: Network
  readonly sets: readonly RecordSet[]
  /** Which part of the network each peer is in. */
  readonly parts: readonly number[]
  /** Lets a peer add a record of its own. */
  add(peer: number): Promise<void>
  heal(): void
  close(): Promise<void>
}

export interface StreetOptions {
  readonly seed: number
  readonly everyMs: number
  /** How new records are pushed: by the spread itself, by the router, or not at all. */
  readonly gossip: 'spread' | 'hidden' | 'none'
}

export async function createStreet(size: number, { seed, everyMs, gossip }: StreetOptions): Promise<Street> {
  const network = createNetwork(size, { seed, degree: 10 })
  const random = createSeededRandom(seed, 1000)
  const parts = network.peers.map(() => random.integer(3))
  const partition = new Partition(new Map(network.peers.map(({ id, index }) => [id, parts[index] ?? 0])))
  const doors = new Map<string, Set<StreamListener>>()
  const neighbourhoods: Neighbourhood[] = []
  const sets: RecordSet[] = []
  const closings: (() => Promise<void>)[] = []
  for (const { id, link: wire, clock, random } of network.peers) {
    const link = partition.cut(id, wire)
    const spread = lazyTree({ link, clock, random })
    const router = createRouter({ link, spread, clock, random, acceptWeak: true })
    closings.push(
      () => router.close(),
      () => spread.close(),
    )
    // The router's spread is a gossip of records as it is.
    const kinds: Record<StreetOptions['gossip'], Gossip | undefined> = {
      spread,
      hidden: hiddenGossip(router),
      none: undefined,
    }
    const pushed = kinds[gossip]
    const options = { kind: 'sample', validate: validateSample, store: memoryStore(), clock }
    const set = await createRecordSet({ ...options, ...(pushed && { gossip: pushed }) })
    sets.push(set)
    doors.set(id, new Set())
    neighbourhoods.push(neighbourhoodOf(id, link, doors))
  }
  const { clock } = network
  const meetings = neighbourhoods.map((neighbourhood) => meetNeighbours(neighbourhood, { clock, everyMs }))
  sets.forEach((set, i) => meetings[i]?.add(set))
  let next = 0
  return {
    network,
    sets,
    parts,
    add: async (peer) => void (await sets[peer]?.add(sampleRecord(next++))),
    heal: () => partition.heal(),
    async close() {
      for (const each of meetings) each.close()
      for (const each of [...closings, ...sets.map((set) => () => set.close())]) await each()
    },
  }
}

/** Streams to whom a link leads to. */
function neighbourhoodOf(own: string, link: Link, doors: Map<string, Set<StreamListener>>): Neighbourhood {
  return {
    neighbours: () => link.neighbours(),
    onChange: (listener) => link.onChange(listener),
    async open(neighbour) {
      const [here, there] = createPipe()
      for (const listener of doors.get(neighbour) ?? []) listener(own, there)
      return here
    },
    onStream(listener) {
      doors.get(own)?.add(listener)
      return () => doors.get(own)?.delete(listener)
    },
    disconnect: (neighbour, reason) => link.disconnect(neighbour as NeighbourId, reason.message),
  }
}

/** Lets peers see those of their own part only, until it heals. */
class Partition {
  readonly #parts: ReadonlyMap<string, number>
  readonly #listeners = new Set<() => void>()
  #isHealed = false

  constructor(parts: ReadonlyMap<string, number>) {
    this.#parts = parts
  }

  heal(): void {
    this.#isHealed = true
    for (const listener of this.#listeners) listener()
  }

  cut(own: string, link: Link): Link {
    const reaches = (id: string) => this.#isHealed || this.#parts.get(id) === this.#parts.get(own)
    return {
      neighbours: () => [...link.neighbours()].filter(({ id }) => reaches(id)),
      onChange: (listener) => {
        this.#listeners.add(listener)
        return link.onChange(listener)
      },
      send: (to, frame, options) =>
        reaches(to) ? link.send(to, frame, options) : Promise.reject(new Error('It is in another part.')),
      onFrame: (listener) => link.onFrame((from, frame) => reaches(from) && listener(from, frame)),
      disconnect: (id, reason) => link.disconnect(id, reason),
    }
  }
}
