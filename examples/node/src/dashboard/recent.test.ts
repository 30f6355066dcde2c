import { expect, it } from 'vitest'
import { createRecent } from './recent.ts'

it('tells each reader what is new to it, and of what changed only how it is now', () => {
  const recent = createRecent<string>(3)
  recent.add('asked', 1)
  const first = recent.since(0)
  recent.add('answered', 1)
  recent.add('another', 2)
  expect(first.items).toEqual(['asked'])
  expect(recent.since(first.mark).items).toEqual(['answered', 'another'])
  expect(recent.since(0).items).toEqual(['answered', 'another'])
  expect(recent.since(recent.since(0).mark).items).toEqual([])
})

it('forgets the oldest', () => {
  const recent = createRecent<number>(3)
  for (let item = 0; item < 10; item++) recent.add(item)
  expect(recent.since(0).items).toEqual([7, 8, 9])
})
