import { expect, test } from 'vitest'
import type { NeighbourId } from '../link.ts'
import { fixedLatency } from './latency.ts'
import { createNetwork, type Network, type NetworkOptions } from './network.ts'
import { recordTrace } from './trace.ts'

/** Every peer passes on what it hears for the first time, to everyone. */
function flood(network: Network): { reached: Set<number>; start: (index: number) => void } {
  const reached = new Set<number>()
  const frame = new Uint8Array(100)
  const pass = async (index: number) => {
    if (reached.has(index)) return
    reached.add(index)
    await Promise.resolve()
    const { link } = network.peers[index]!
    for (const { id } of link.neighbours()) await link.send(id, frame)
  }
  for (const { index, link } of network.peers) link.onFrame(() => void pass(index))
  return { reached, start: (index) => void pass(index) }
}

async function floodOnce(size: number, options: NetworkOptions): Promise<{ digest: string; reached: number }> {
  const network = createNetwork(size, options)
  const trace = recordTrace(network)
  const { reached, start } = flood(network)
  start(0)
  await network.clock.run(5_000)
  return { digest: trace.digest(), reached: reached.size }
}

function linksOf(network: Network, index: number): NeighbourId[] {
  return [...network.peers[index]!.link.neighbours()].map(({ id }) => id)
}

test('every peer opens its links and accepts those of others', () => {
  const { peers } = createNetwork(200, { degree: 8 })
  for (const { link } of peers) {
    expect([...link.neighbours()].filter(({ outbound }) => outbound)).toHaveLength(8)
  }
  const links = peers.reduce((sum, { link }) => sum + [...link.neighbours()].length, 0)
  expect(links).toBe(200 * 8 * 2)
})

test('a flood reaches every peer, and takes the same course from the same seed', async () => {
  const options = { loss: 0.05, churn: 0.5, seed: 3 }
  const first = await floodOnce(300, options)
  expect(first.reached).toBe(300)
  expect(await floodOnce(300, options)).toEqual(first)
  expect((await floodOnce(300, { ...options, seed: 4 })).digest).not.toBe(first.digest)
})

test('frames arrive after the latency of their link, in the order they were sent', async () => {
  const { peers, clock } = createNetwork(2, { degree: 1, latency: fixedLatency(50), jitter: 0.9 })
  const [a, b] = peers
  const start = clock.now()
  const arrived: [number, number][] = []
  b!.link.onFrame((_, frame) => arrived.push([frame[0]!, clock.now() - start]))
  for (let index = 0; index < 50; index++) await a!.link.send(b!.id, new Uint8Array([index]))
  await clock.run(1_000)
  expect(arrived.map(([index]) => index)).toEqual([...Array(50).keys()])
  expect(Math.min(...arrived.map(([, at]) => at))).toBeGreaterThanOrEqual(50)
  expect(a!.counters).toMatchObject({ framesSent: 50, bytesSent: 50 })
  expect(b!.counters).toMatchObject({ framesReceived: 50, bytesReceived: 50 })
})

test('frames that are sent again come late and in order', async () => {
  const { peers, clock } = createNetwork(2, { degree: 1, latency: fixedLatency(50), jitter: 0, resent: 0.2, seed: 4 })
  const [one, other] = peers
  const arrived: { number: number; after: number }[] = []
  const sentAt: number[] = []
  other!.link.onFrame((_, [number = 0]) => arrived.push({ number, after: clock.now() - sentAt[number]! }))
  for (let number = 0; number < 200; number++) {
    sentAt.push(clock.now())
    void one!.link.send(other!.id, Uint8Array.of(number))
    await clock.run(10)
  }
  await clock.run(2_000)
  expect(arrived.map(({ number }) => number)).toEqual(Array.from({ length: 200 }, (_, index) => index))
  const late = arrived.filter(({ after }) => after > 50).length
  expect(late).toBeGreaterThan(40)
  expect(arrived.filter(({ after }) => after === 50).length).toBeGreaterThan(0)
})

test('loss takes the stated part of the frames', async () => {
  const { peers, clock } = createNetwork(2, { degree: 1, loss: 0.2 })
  for (let index = 0; index < 5_000; index++) await peers[0]!.link.send(peers[1]!.id, new Uint8Array(1))
  await clock.run(1_000)
  expect(peers[1]!.counters.framesReceived / 5_000).toBeCloseTo(0.8, 1)
})

test('neighbours notice a vanished peer after a while, and open other links instead', async () => {
  const network = createNetwork(50, { degree: 4, noticeMs: 2_000 })
  const gone = network.peers[0]!.id
  const [neighbour] = linksOf(network, 0)
  const { link } = network.peers.find(({ id }) => id === neighbour)!
  let changes = 0
  link.onChange(() => changes++)
  network.setOnline(0, false)
  await network.clock.run(1_000)
  expect(changes).toBe(0)
  await expect(link.send(gone, new Uint8Array(1))).resolves.toBeUndefined()
  await network.clock.run(1_500)
  expect(changes).toBeGreaterThan(0)
  await expect(link.send(gone, new Uint8Array(1))).rejects.toThrow('No link')
  expect(network.peers[0]!.counters.framesReceived).toBe(0)
  await network.clock.run(2_000)
  for (let index = 1; index < 50; index++) {
    const outbound = [...network.peers[index]!.link.neighbours()].filter((each) => each.outbound)
    expect(outbound).toHaveLength(4)
  }
})

test('churn takes peers away and brings them back', async () => {
  const network = createNetwork(100, { churn: 0.2 })
  const away = () => network.peers.filter((_, index) => linksOf(network, index).length === 0).length
  const seen: number[] = []
  for (let minute = 0; minute < 10; minute++) {
    await network.clock.run(60_000)
    seen.push(away())
  }
  const mean = seen.reduce((sum, each) => sum + each) / seen.length
  expect(mean).toBeGreaterThan(8)
  expect(mean).toBeLessThan(32)
})

test('a peer that ends a link takes it from both ends', async () => {
  const network = createNetwork(2, { degree: 1 })
  const [a, b] = network.peers
  a!.link.disconnect(b!.id, 'test')
  expect(linksOf(network, 0)).toEqual([])
  expect(linksOf(network, 1)).toEqual([])
})

test('a peer that joins later has links both of its own and, in time, from others', async () => {
  const network = createNetwork(20, { degree: 3 })
  const joiner = network.add()
  expect([...joiner.link.neighbours()]).toHaveLength(3)
})

test('a peer can choose links beyond its degree', () => {
  const network = createNetwork(20, { degree: 3 })
  for (let other = 1; other < 20; other++) network.connect(0, other)
  expect(linksOf(network, 0)).toHaveLength(19)
  expect([...network.peers[5]!.link.neighbours()].filter(({ id }) => id === network.peers[0]!.id)).toHaveLength(1)
})
