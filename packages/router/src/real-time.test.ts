import { expect, it } from 'vitest'
import { systemRandom } from './real-time.ts'

it('draws other bytes each time, over many pools of them, and spoils none that it handed out', () => {
  const random = systemRandom()
  const drawn = Array.from({ length: 2_000 }, () => random(16))
  const before = new Set(drawn.map((bytes) => bytes.join()))
  expect(before.size).toBe(2_000)
  random(4_096)
  expect(new Set(drawn.map((bytes) => bytes.join()))).toEqual(before)
  expect(random(0)).toHaveLength(0)
  expect(() => random(5_000)).toThrow(RangeError)
  const ones = drawn
    .flatMap((bytes) => [...bytes])
    .reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)
  expect(ones / (2_000 * 128)).toBeCloseTo(0.5, 1)
})
