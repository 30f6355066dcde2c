import { expect, it } from 'vitest'
import { createSeededRandom } from '../simulator/random.ts'
import { createVirtualClock } from '../simulator/virtual-clock.ts'
import { createTails, type Tail } from './tail.ts'

const service = (number: number) => new Uint8Array(32).fill(number)

async function timeOf(tail: Tail, clock: ReturnType<typeof createVirtualClock>): Promise<number> {
  const began = clock.now()
  await clock.complete(new Promise<void>((resolve) => tail.whole(resolve)))
  return clock.now() - began
}

function start() {
  const clock = createVirtualClock()
  return { clock, tails: createTails(clock, createSeededRandom(4).bytes) }
}

it('is about as long for each stream of a service, and for no other', async () => {
  const { clock, tails } = start()
  const times = async (number: number, side: 'asker' | 'host') => {
    const all: number[] = []
    for (let stream = 0; stream < 30; stream++) all.push(await timeOf(tails.of(service(number), side), clock))
    return all
  }
  const first = await times(1, 'host')
  expect(Math.max(...first)).toBeLessThan(Math.min(...first) * 1.11)
  // Not the same to a hair: what never varies has no links in it.
  expect(new Set(first).size).toBeGreaterThan(20)
  for (const other of [await times(2, 'host'), await times(1, 'asker')]) {
    expect(Math.abs(Math.min(...other) - Math.min(...first))).toBeGreaterThan(Math.min(...first) * 0.11)
  }
})

it('is as long as three links on average, often much shorter, and sometimes much longer', async () => {
  const { clock, tails } = start()
  const all: number[] = []
  for (let number = 0; number < 200; number++) all.push(await timeOf(tails.of(service(number), 'asker'), clock))
  expect(all.reduce((sum, ms) => sum + ms, 0) / all.length).toBeGreaterThan(240)
  expect(all.reduce((sum, ms) => sum + ms, 0) / all.length).toBeLessThan(400)
  expect(all.filter((ms) => ms < 100).length).toBeGreaterThan(30)
  expect(all.filter((ms) => ms > 600).length).toBeGreaterThan(10)
})

it('keeps the order of what it delays', async () => {
  const { clock, tails } = start()
  const tail = tails.of(service(1), 'host')
  const done: number[] = []
  for (let number = 0; number < 100; number++) tail.whole(() => done.push(number))
  await clock.run(10_000)
  expect(done).toEqual([...Array(100).keys()])
})
