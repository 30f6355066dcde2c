import { describe, expect, it } from 'vitest'
import { createRouter } from './create-router.ts'
import { createNetwork, createSeededRandom, fixedLatency } from './simulator/index.ts'
import { lazyTree } from './spread/lazy-tree.ts'
import { createFakeKeys } from './testing/fake-keys.ts'

const SERVICES = 10

interface Course {
  readonly size: number
  /** Peers that leave each minute. */
  readonly churn: number
  /** Frames that are lost once: links keep their word, so they come late, and what is behind them waits. */
  readonly loss: number
  readonly seed: number
}

interface Delivered {
  readonly ms: number[]
  readonly withinThree: number
  readonly failed: number
}

/** Routers as they are shipped, but for keys and work, which are modelled, on virtual time. */
async function deliver({ size, churn, loss, seed }: Course, requests: number): Promise<Delivered> {
  const network = createNetwork(size, { latency: fixedLatency(50), churn, resent: loss, seed })
  const { clock } = network
  const random = createSeededRandom(3)
  const keys = createFakeKeys(random.bytes)
  const shared = { clock, cryptography: keys.cryptography, ticketBits: 0, acceptWeak: true }
  const routers = network.peers.map(({ link, random: drawn }) =>
    createRouter({ ...shared, link, random: drawn, spread: lazyTree({ link, clock, random: drawn }) }),
  )
  const hosts = Array.from({ length: SERVICES }, (_, index) => ({ at: index * 3, key: keys.createKeyPair() }))
  for (const { at, key } of hosts) await clock.complete(routers[at]!.host(key, ({ body }) => body))
  await clock.run(10_000)
  // Whoever has left can neither ask nor answer.
  const isAway = (index: number) => [...network.peers[index]!.link.neighbours()].length === 0
  const ms: number[] = []
  let withinThree = 0
  let failed = 0
  for (let number = 0; number < requests; number++) {
    const asker = random.integer(size)
    const { at, key } = hosts[random.integer(SERVICES)]!
    const began = clock.now()
    let tries = 0
    const ask = async () => {
      const onProgress = ({ attempt }: { attempt: number }) => void (tries = attempt)
      const { body } = await routers[asker]!.request(key.publicKey, new Uint8Array(1_000), { onProgress })
      let length = 0
      for await (const piece of body) length += piece.length
      return length === 1_000
    }
    const answered = !isAway(asker) && !isAway(at) && (await clock.complete(ask().catch(() => false)))
    if (answered) {
      ms.push(clock.now() - began)
      if (tries <= 3) withinThree++
    } else if (!isAway(asker) && !isAway(at)) failed++
    await clock.run(1_000)
  }
  await Promise.all(routers.map((router) => router.close()))
  return { ms: ms.toSorted((a, b) => a - b), withinThree, failed }
}

describe.each([
  { size: 300, churn: 0, loss: 0, seed: 7, least: 0.99 },
  { size: 300, churn: 0.2, loss: 0, seed: 7, least: 0.95 },
  { size: 1_000, churn: 0, loss: 0.05, seed: 7, least: 0.99 },
  { size: 1_000, churn: 0.02, loss: 0, seed: 7, least: 0.99 },
  { size: 1_000, churn: 0.02, loss: 0, seed: 21, least: 0.99 },
  { size: 1_000, churn: 0.2, loss: 0, seed: 7, least: 0.95 },
])(
  '$size peers on links of 50 ms, of which $churn leave every minute, $loss lost, seed $seed',
  ({ least, ...course }) => {
    it('answer within three tries as often as promised', async () => {
      const { ms, withinThree, failed } = await deliver(course, 300)
      const asked = ms.length + failed
      const at = (part: number) => ((ms[Math.floor(ms.length * part)] ?? 0) / 1_000).toFixed(2)
      console.log(
        `${course.size} peers, churn ${course.churn}, loss ${course.loss}, seed ${course.seed}: ${ms.length} of ${asked}, ${withinThree} within three; p50 ${at(0.5)} s, p95 ${at(0.95)} s`,
      )
      expect(asked).toBeGreaterThan(100)
      expect(withinThree / asked).toBeGreaterThanOrEqual(least)
    })
  },
)
