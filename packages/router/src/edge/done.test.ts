import { expect, it } from 'vitest'
import { createDone } from './done.ts'

const MINUTE = 60_000

it('remembers for half an hour, and forgets the oldest where there are too many', () => {
  const done = createDone(3)
  const known = () => ['a', 'b', 'c', 'd', 'e'].filter((once) => done.has(once)).join('')
  done.add('a', 0)
  done.add('b', 20 * MINUTE)
  done.add('c', 29 * MINUTE)
  expect(known()).toBe('abc')
  done.add('d', 31 * MINUTE)
  expect(known()).toBe('bcd')
  done.add('e', 32 * MINUTE)
  expect(known()).toBe('cde')
})
