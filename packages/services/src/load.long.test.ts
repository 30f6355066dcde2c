import { createKeyPair } from '@hydra/identity'
import { createRouter, lazyTree, type Link, type Neighbour, type NeighbourId } from '@hydra/router'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import type { FromLine, ToLine } from './load-line.fixture.ts'
import { createServices } from './services.ts'
import { collected } from './collected.fixture.ts'
import { createLine, UNHINDERED } from './testing/line.ts'
import { pattern } from './testing/pattern.ts'

const PER_SECOND = 200
const BYTES = 2 * 1024
const SECONDS = Number(process.env['SECONDS'] ?? 60)
// The first seconds compile code and measure the ways.
const WARM_UP_SECONDS = 5

type Way = 'direct' | 'hidden'
type Services = ReturnType<typeof createServices>

const cleanup: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of cleanup.splice(0).reverse()) await close()
})

/** Asker, three relays and host on one thread. */
async function together(privacy: Way) {
  const line = await createLine(4)
  cleanup.push(() => line.close())
  const handler = async (request: Request) => new Response(await request.arrayBuffer())
  const { url } = await createServices({ router: line.host }).host(handler, { privacy })
  return asking(createServices({ router: line.asker }), url, privacy)
}

/** The asker on this thread, the others on another. */
async function apart(privacy: Way) {
  const worker = new Worker(new URL('./load-line.fixture.ts', import.meta.url), { workerData: privacy })
  cleanup.push(() => worker.terminate())
  const tell = (message: ToLine) => worker.postMessage(message, [])
  const frames = new Set<(from: NeighbourId, frame: Uint8Array) => void>()
  const waiting: ((said: FromLine) => void)[] = []
  const said = () => new Promise<FromLine>((resolve) => waiting.push(resolve))
  worker.on('message', (message: FromLine) => {
    if (message.type !== 'frame') return waiting.shift()?.(message)
    for (const listener of frames) listener(message.from, message.frame)
  })
  const ready = await said()
  if (ready.type !== 'ready') throw new Error(`The line says ${ready.type} before it is ready.`)
  const neighbours: Neighbour[] = []
  let onLinked = (): void => {}
  const link: Link = {
    neighbours: () => neighbours,
    onChange(listener) {
      const before = onLinked
      onLinked = () => {
        before()
        listener()
      }
      return () => {}
    },
    onFrame(listener) {
      frames.add(listener)
      return () => frames.delete(listener)
    },
    send: async (to, frame) => tell({ type: 'frame', to, frame }),
    disconnect: () => {},
  }
  const router = createRouter({ link, spread: lazyTree({ link }), ...UNHINDERED })
  cleanup.push(() => router.close())
  tell({ type: 'link' })
  neighbours.push({ id: ready.neighbour, outbound: true, group: 'line' })
  onLinked()
  const usedMib = async () => {
    tell({ type: 'used' })
    const there = await said()
    return Math.round(10 * (collected() + (there.type === 'used' ? there.mib : Number.NaN))) / 10
  }
  return { usedMib, ask: asking(createServices({ router }), ready.url, privacy) }
}

function asking(asker: Services, url: string, privacy: Way) {
  const body = pattern(0, BYTES)
  /** One request; its milliseconds where it was answered as it should be. */
  return async (init: { caller?: Awaited<ReturnType<typeof createKeyPair>> } = {}): Promise<number | string> => {
    const began = performance.now()
    try {
      const response = await asker.fetch(url, { method: 'POST', body, privacy, ...init })
      const bytes = (await response.arrayBuffer()).byteLength
      return response.status === 200 && bytes === BYTES ? performance.now() - began : `status ${response.status}`
    } catch (error) {
      return String(error)
    }
  }
}

/** Asks at an even pace, whether or not answers keep up. */
async function paced(ask: () => Promise<number | string>, perSecond: number, seconds: number) {
  const answers: Promise<number | string>[] = []
  const began = performance.now()
  const { promise: over, resolve } = Promise.withResolvers<void>()
  const timer = setInterval(() => {
    const due = Math.min(perSecond * seconds, ((performance.now() - began) / 1_000) * perSecond)
    while (answers.length < due) answers.push(ask())
    if (answers.length >= perSecond * seconds) resolve()
  }, 5)
  await over
  clearInterval(timer)
  const all = await Promise.all(answers)
  const times = all.filter((each) => typeof each === 'number').sort((a, b) => a - b)
  const failed = all.filter((each) => typeof each === 'string')
  const at = (share: number) => Math.round((times[Math.ceil(share * times.length) - 1] ?? Number.NaN) * 10) / 10
  return {
    asked: all.length,
    failed: failed.length,
    reasons: [...new Set(failed)],
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  }
}

const machine = () => `${cpus()[0]?.model}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`

describe.each(['direct', 'hidden'] as const)('%s, through four hops on one machine, without delays', (privacy) => {
  it(`answers ${PER_SECOND} requests of 2 KiB each second, in memory that does not grow`, async () => {
    const { ask, usedMib } = await apart(privacy)
    await paced(ask, PER_SECOND, WARM_UP_SECONDS)
    const before = await usedMib()
    const figures = await paced(ask, PER_SECOND, SECONDS)
    const after = await usedMib()
    console.log(machine(), privacy, { ...figures, beforeMib: before, afterMib: after })
    expect(figures.failed).toBe(0)
    expect(figures.p99).toBeLessThan(500)
    expect(after - before).toBeLessThan(8)
  })

  it('a caller that floods does not starve another', async () => {
    const ask = await together(privacy)
    await paced(ask, 20, WARM_UP_SECONDS)
    const [flooder, other] = [await createKeyPair(), await createKeyPair()]
    const alone = await paced(() => ask({ caller: other }), 20, 15)
    const flood = new AbortController()
    const count = { served: 0, refused: 0 }
    const floods = Array.from({ length: 100 }, async () => {
      while (!flood.signal.aborted) {
        const isServed = typeof (await ask({ caller: flooder })) === 'number'
        count[isServed ? 'served' : 'refused']++
      }
    })
    const among = await paced(() => ask({ caller: other }), 20, 15)
    flood.abort()
    await Promise.all(floods)
    console.log(machine(), privacy, { alone, among, ...count })
    expect(among.failed).toBeLessThanOrEqual(among.asked * 0.01)
  })
})
