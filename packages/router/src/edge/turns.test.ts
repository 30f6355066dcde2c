import { expect, it } from 'vitest'
import { createTurns } from './turns.ts'

it('lets so many go at once, the others in their order, and counts an end once', async () => {
  const turns = createTurns(2)
  const [first, second] = [await turns.take(), await turns.take()]
  const went: number[] = []
  const later = [1, 2, 3].map(async (number) => {
    const end = await turns.take()
    went.push(number)
    return end
  })
  await Promise.resolve()
  expect(went).toEqual([])
  first()
  first()
  const third = await later[0]
  expect(went).toEqual([1])
  second()
  third?.()
  await Promise.all(later)
  expect(went).toEqual([1, 2, 3])
})
