import { setTimeout as sleep } from 'node:timers/promises'
import { createMessage, isGenuine, messageIdOf } from './message.ts'
import { type Broadcaster, type Hooks, startGossipsub, startLazyTree } from './nodes.ts'
import { percentile } from '../harness/statistics.ts'

export interface Settings {
  side: 'lazyTree' | 'gossipsub'
  peers: number
  messages: number
  /** Messages before, so that trees and meshes have grown and the engine has compiled. */
  warmUp: number
  /** Until meshes have grown, before the first message. */
  settleMs: number
  /** Links that each peer opens. */
  degree: number
  gapMs: number
  /** A fifth of the peers dies in the middle. */
  death: boolean
  seed: number
}

export interface Result {
  cpuPerDeliveryUs: number
  coverageP50Ms: number
  coverageP99Ms: number
  copiesPerDelivery: number
  delivered: number
  setUpMs: number
  /** The latest message published around the deaths: how long it took to reach everyone left. */
  recoveryMs: number
}

interface Flight {
  readonly at: number
  readonly reached: Set<number>
  lastAt: number
}

export async function measure(settings: Settings): Promise<Result> {
  const { peers, messages, gapMs, warmUp, settleMs } = settings
  const flights = new Map<string, Flight>()
  const draw = createDraw(settings.seed + 1_000)
  const alive = new Set(Array(peers).keys())
  let payloads = 0
  const began = performance.now()
  const nodes = await startNetwork(settings, (index) => ({
    validate: isGenuine,
    onPayload: () => payloads++,
    onMessage(bytes) {
      const flight = flights.get(messageIdOf(bytes))
      if (!flight || !alive.has(index)) return
      flight.reached.add(index)
      flight.lastAt = performance.now()
    },
  }))
  const setUpMs = performance.now() - began
  await sleep(settleMs)

  async function broadcast(): Promise<Flight> {
    const [publisher] = [...alive].slice(draw(alive.size))
    const bytes = createMessage()
    const flight: Flight = { at: performance.now(), reached: new Set([publisher!]), lastAt: performance.now() }
    flights.set(messageIdOf(bytes), flight)
    void nodes[publisher!]!.publish(bytes)
    await sleep(gapMs)
    return flight
  }

  for (let index = 0; index < warmUp; index++) await broadcast()
  await sleep(settleMs / 2)
  const measured: Flight[] = []
  const around: Flight[] = []
  const cpu = process.cpuUsage()
  payloads = 0
  for (let index = 0; index < messages; index++) {
    const dying = settings.death && index === Math.floor(messages / 2)
    if (dying) for (let dead = 0; dead < peers / 5; dead++) kill(nodes, alive, [...alive][draw(alive.size)]!)
    const flight = await broadcast()
    measured.push(flight)
    if (settings.death && index >= messages / 2 - 1 && index < messages / 2 + 5_000 / gapMs) around.push(flight)
  }
  // Ids are told in rounds of four seconds: what they cost belongs to the messages that they tell of.
  await sleep(4_500)
  const { user, system } = process.cpuUsage(cpu)
  const survivors = (flight: Flight) => [...flight.reached].filter((index) => alive.has(index)).length
  const deliveries = measured.reduce((sum, { reached }) => sum + reached.size - 1, 0)
  const coverage = measured.map(({ at, lastAt }) => lastAt - at)
  return {
    cpuPerDeliveryUs: (user + system) / deliveries,
    coverageP50Ms: percentile(coverage, 0.5),
    coverageP99Ms: percentile(coverage, 0.99),
    copiesPerDelivery: payloads / deliveries,
    delivered: Math.min(...measured.map((flight) => survivors(flight) / alive.size)),
    setUpMs,
    recoveryMs: Math.max(0, ...around.map(({ at, lastAt }) => lastAt - at)),
  }
}

/** Starts all peers of one side, and links each to as many others as it chooses. */
export async function startNetwork(
  { side, peers, degree, seed }: Pick<Settings, 'side' | 'peers' | 'degree' | 'seed'>,
  hooks: (index: number) => Hooks,
): Promise<Broadcaster[]> {
  const start = side === 'lazyTree' ? startLazyTree : startGossipsub
  const nodes: Broadcaster[] = []
  for (let index = 0; index < peers; index++) nodes.push(await start(`bench-${seed}-${index}`, hooks(index)))
  await connectAll(nodes, degree, createDraw(seed))
  return nodes
}

async function connectAll(
  nodes: readonly Broadcaster[],
  degree: number,
  draw: (below: number) => number,
): Promise<void> {
  for (const { node } of nodes) {
    for (let opened = 0; opened < degree; ) {
      const other = nodes[draw(nodes.length)]!.node
      if (other === node || node.getConnections(other.peerId).length > 0) continue
      await node.dial(other.getMultiaddrs())
      opened++
    }
  }
}

/** No farewell: its connections break. */
function kill(nodes: readonly Broadcaster[], alive: Set<number>, index: number): void {
  alive.delete(index)
  for (const connection of nodes[index]!.node.getConnections()) connection.abort(new Error('died'))
}

/** xorshift32: who publishes and who is linked to whom must be alike on both sides. */
function createDraw(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}
