import { expect, it } from 'vitest'
import { createRouter } from './create-router.ts'
import type { Router } from './router.ts'
import { createNetwork, createSeededRandom, fixedLatency, type Network, recordTrace } from './simulator/index.ts'
import { lazyTree } from './spread/lazy-tree.ts'
import { createFakeKeys } from './testing/fake-keys.ts'

/** Routers as they are shipped, but for keys and work, which are modelled, on virtual time. */
function start(
  size: number,
  seed: number,
): { network: Network; routers: Router[]; keys: ReturnType<typeof createFakeKeys> } {
  const network = createNetwork(size, { latency: fixedLatency(50), seed })
  const { clock } = network
  const keys = createFakeKeys(createSeededRandom(seed, 1_000_000).bytes)
  const shared = { clock, cryptography: keys.cryptography, ticketBits: 0, acceptWeak: true }
  const routers = network.peers.map(({ link, random }) =>
    createRouter({ ...shared, link, random, spread: lazyTree({ link, clock, random }) }),
  )
  return { network, routers, keys }
}

async function askAll(size: number, seed: number, requests: number) {
  const { network, routers, keys } = start(size, seed)
  const trace = recordTrace(network)
  const { clock } = network
  const key = keys.createKeyPair()
  await clock.complete(routers[0]!.host(key, ({ body }) => body))
  await clock.run(20_000)
  let answered = 0
  const tookMs: number[] = []
  for (let number = 1; number <= requests; number++) {
    const asker = routers[Math.floor((number * size) / (requests + 1))]!
    const began = clock.now()
    const ask = async () => {
      const { body } = await asker.request(key.publicKey, new Uint8Array(1_000))
      let length = 0
      for await (const piece of body) length += piece.length
      return length
    }
    if ((await clock.complete(ask().catch(() => 0))) === 1_000) {
      answered++
      tookMs.push(clock.now() - began)
    }
  }
  const digest = trace.digest()
  await Promise.all(routers.map((router) => router.close()))
  return { answered, digest, p50: tookMs.toSorted((a, b) => a - b)[tookMs.length >> 1] }
}

it('the same seed takes the same course twice, byte for byte, and another seed another', async () => {
  const first = await askAll(300, 11, 20)
  expect(await askAll(300, 11, 20)).toEqual(first)
  expect((await askAll(300, 12, 20)).digest).not.toBe(first.digest)
})

it('ten thousand peers run in one process, and find a service among them', async () => {
  const { answered, p50 } = await askAll(10_000, 5, 20)
  const { rss } = process.memoryUsage()
  console.log(`10,000 peers: ${answered} of 20 answered, p50 ${p50} ms; ${(rss / 2 ** 30).toFixed(2)} GiB in all`)
  expect(answered).toBeGreaterThanOrEqual(19)
})

it('an hour of rest with a thousand services costs each peer less than 10 MB', async () => {
  const [size, services] = [100, 1_000]
  const { network, routers, keys } = start(size, 3)
  const { clock } = network
  for (let number = 0; number < services; number++) {
    const hosting = routers[number % size]!.host(keys.createKeyPair(), ({ body }) => body)
    await clock.complete(hosting)
    await clock.run(1_000)
  }
  // Announcements come again after half an hour: from here, it is as it is for good.
  await clock.run(1_800_000)
  const before = network.peers.map(({ counters }) => counters.bytesSent + counters.bytesReceived)
  await clock.run(3_600_000)
  const moved = network.peers.map(({ counters }, index) => counters.bytesSent + counters.bytesReceived - before[index]!)
  const mean = moved.reduce((sum, bytes) => sum + bytes, 0) / size
  console.log(
    `an hour at rest: ${(mean / 1e6).toFixed(2)} MB a peer, both ways; most ${(Math.max(...moved) / 1e6).toFixed(2)} MB`,
  )
  expect(mean / 2).toBeLessThan(10e6)
  await Promise.all(routers.map((router) => router.close()))
})
