import { expect, it } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

function fresh(perSecond: number) {
  let now = 0
  const limit = createRateLimit(perSecond, () => now)
  const taken = (address: string, times: number) =>
    Array.from({ length: times }, () => limit.take(address)).filter(Boolean).length
  return { taken, pass: (ms: number) => void (now += ms) }
}

it('gives ten seconds’ worth at once, and then as much as time brings', () => {
  const { taken, pass } = fresh(2)
  expect(taken('198.51.100.1', 100)).toBe(20)
  pass(1_500)
  expect(taken('198.51.100.1', 100)).toBe(3)
  pass(3_600_000)
  expect(taken('198.51.100.1', 100)).toBe(20)
})

it.each([
  ['198.51.100.1', '198.51.100.2', false],
  ['198.51.100.1', '::ffff:198.51.100.1', true],
  ['2001:db8:0:1::1', '2001:db8:0:1:ffff::9', true],
  ['2001:db8:0:1::1', '2001:db8:0:2::1', false],
  ['fe80::1%eth0', 'fe80::2', true],
  ['2001:DB8::1', '2001:db8::2', true],
])('counts %s and %s as one: %s', (one, other, same) => {
  const { taken } = fresh(1)
  expect(taken(one, 10)).toBe(10)
  expect(taken(other, 1)).toBe(same ? 0 : 1)
})

it('holds no more addresses than it can, whoever floods', () => {
  const { taken } = fresh(1)
  for (let n = 0; n < 60_000; n++) taken(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, 1)
  expect(taken('10.0.234.95', 10)).toBe(9)
})
