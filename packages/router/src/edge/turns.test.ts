import { expect, it } from 'vitest'
import { createTurns, type Turn } from './turns.ts'

it('lets so many go at once, the others in their order, and counts an end once', async () => {
  const turns = createTurns({ most: 2, least: 1 })
  const [first, second] = [await turns.take(), await turns.take()]
  const went: number[] = []
  const later = [1, 2, 3].map(async (number) => {
    const turn = await turns.take()
    went.push(number)
    return turn
  })
  await Promise.resolve()
  expect(went).toEqual([])
  first.end()
  first.end()
  const third = await later[0]
  expect(went).toEqual([1])
  second.end()
  third?.end()
  await Promise.all(later)
  expect(went).toEqual([1, 2, 3])
})

it('lets half as many go where the way is busy, down to a few, and more again where all goes well', async () => {
  const turns = createTurns({ most: 16, least: 2 })
  const waiting = Array.from({ length: 400 }, () => turns.take())
  /** Ends those whose turn it is, and tells how many they were. */
  async function round(went?: 'well' | 'busy'): Promise<number> {
    const now: Turn[] = []
    for (const each of waiting) void each.then((turn) => now.push(turn))
    await Promise.resolve()
    for (const turn of now) turn.end(went)
    return waiting.splice(0, now.length).length
  }
  // All that began together are one sign, however many of them found the way busy.
  expect([await round('busy'), await round('busy'), await round()]).toEqual([16, 8, 4])
  expect([await round('busy'), await round('busy'), await round('busy')]).toEqual([4, 2, 2])
  const growing: number[] = []
  for (let rounds = 0; rounds < 20; rounds++) growing.push(await round('well'))
  expect(growing).toEqual(growing.toSorted((a, b) => a - b))
  expect(growing.at(-1)).toBe(16)
})
