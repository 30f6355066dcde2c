import { expect, test } from 'vitest'
import { createVirtualClock } from './virtual-clock.ts'

test('timers run in order of time, then of arrival, and not after they were cancelled', async () => {
  const clock = createVirtualClock(0)
  const seen: string[] = []
  clock.after(20, () => seen.push(`late ${clock.now()}`))
  clock.after(10, () => seen.push(`first ${clock.now()}`))
  clock.after(10, () => seen.push('second'))
  clock.after(15, () => seen.push('never'))()
  await clock.run(12)
  expect(seen).toEqual(['first 10', 'second'])
  expect(clock.now()).toBe(12)
  await clock.run(8)
  expect(seen).toEqual(['first 10', 'second', 'late 20'])
})

test('promises run to their end between two events, however long their chain', async () => {
  const clock = createVirtualClock(0)
  const seen: string[] = []
  const chain = async () => {
    for (let hop = 0; hop < 100; hop++) await Promise.resolve()
    seen.push('chain')
    clock.after(1, () => seen.push('ordered by the chain'))
  }
  clock.after(1, () => void chain())
  clock.after(3, () => seen.push('later'))
  await clock.run(5)
  expect(seen).toEqual(['chain', 'ordered by the chain', 'later'])
})

test('completes a promise, and says so when nothing can', async () => {
  const clock = createVirtualClock(0)
  const { promise, resolve } = Promise.withResolvers<string>()
  clock.after(1_000, () => resolve('done'))
  await expect(clock.complete(promise)).resolves.toBe('done')
  expect(clock.now()).toBe(1_000)
  await expect(clock.complete(new Promise(() => {}))).rejects.toThrow('Nothing is left')
  await expect(clock.complete(Promise.reject(new Error('no')))).rejects.toThrow('no')
})
