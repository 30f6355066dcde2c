import { expect, it } from 'vitest'
import { entityRange } from './dag-blocks.ts'

it.each([
  ['0:*', 0, 100],
  ['10:19', 10, 20],
  ['10:500', 10, 100],
  ['-10:*', 90, 100],
  ['-10:-6', 90, 95],
  ['-500:9', 0, 10],
  ['50:40', 50, 50],
])('reads entity-bytes=%s of 100 bytes as %i to %i', (text, from, to) => {
  expect(entityRange(text, 100)).toEqual({ from, to })
})

it.each(['', '1', 'a:b', '*:1', '1:2:3', '1.5:2', '1:', ' 1:2'])('takes "%s" for no range', (text) => {
  expect(entityRange(text, 100)).toBeUndefined()
})
