import { expect, it } from 'vitest'
import { fixedLatency } from '../simulator/latency.ts'
import { recordTrace } from '../simulator/trace.ts'
import { createTreeMesh } from './mesh.support.ts'

it('brings each peer hardly more than one copy, once the tree has grown', async () => {
  const mesh = createTreeMesh(200)
  await mesh.network.clock.run(1_000)
  for (let index = 0; index < 20; index++) await mesh.publish(index, 250)
  const before = mesh.payloads()
  for (let index = 0; index < 20; index++) await mesh.publish(100 + index, 250)
  await mesh.network.clock.run(2_000)
  expect((mesh.payloads() - before) / (20 * 199)).toBeLessThan(1.1)
})

it('takes the same course from the same seed', async () => {
  async function digest(seed: number): Promise<string> {
    const mesh = createTreeMesh(60, { seed, churn: 0.2, loss: 0.01 })
    const trace = recordTrace(mesh.network)
    for (let index = 0; index < 20; index++) await mesh.publish(index, 500)
    return trace.digest()
  }
  expect(await digest(1)).toBe(await digest(1))
  expect(await digest(1)).not.toBe(await digest(2))
})

it.each([0, 10_000])('reaches everyone left when a fifth of the peers die, noticed after %i ms', async (noticeMs) => {
  const mesh = createTreeMesh(100, { noticeMs })
  await mesh.network.clock.run(1_000)
  for (let index = 0; index < 20; index++) await mesh.publish(index, 250)
  for (let dead = 0; dead < 20; dead++) mesh.network.setOnline(dead * 5, false)
  const messages = []
  for (let index = 0; index < 40; index++) messages.push(await mesh.publish(1 + 5 * (index % 20), 250))
  await mesh.network.clock.run(10_000)
  for (const { arrivals } of messages) expect(arrivals.size).toBe(79)
})

it('sends its own messages as late as it passes on those of others, and no sooner', async () => {
  const shipped = await medianDelays({})
  // Hundreds of draws with a median of 4 ms · ln 2: what is left between the two is chance.
  expect(shipped.own).toBeGreaterThan(2)
  expect(Math.abs(shipped.own - shipped.relayed)).toBeLessThan(0.5)
  // The control: without delays the same measure finds none.
  const control = await medianDelays({ hopDelayMs: 0 })
  expect(Math.max(control.own, control.relayed)).toBeLessThan(0.2)
})

/** How long peers have a message before they send it: their own, and those of others. */
async function medianDelays(times: { hopDelayMs?: number }): Promise<{ own: number; relayed: number }> {
  const latencyMs = 10
  const mesh = createTreeMesh(20, { latency: fixedLatency(latencyMs), jitter: 0 }, times)
  const delays = { own: [] as number[], relayed: [] as number[] }
  for (let round = 0; round < 300; round++) {
    const origin = round % 20
    const sendings: { from: number; at: number }[] = []
    const stop = mesh.network.onDelivery(({ at, from, frame }) => {
      if (frame.length > 500) sendings.push({ from, at: at - latencyMs })
    })
    const { publishedAt, arrivals } = await mesh.publish(origin, 1_000)
    stop()
    for (const { from, at } of sendings) {
      if (from === origin) delays.own.push(at - publishedAt)
      else delays.relayed.push(at - arrivals.get(from)!)
    }
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!
  return { own: median(delays.own), relayed: median(delays.relayed) }
}
