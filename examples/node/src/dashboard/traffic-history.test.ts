import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keepTraffic } from './traffic-history.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('keeps what was counted over the last hour, from the start on, and no more', () => {
  let sentBytes = 0
  const history = keepTraffic(() => ({ sentBytes: sentBytes++, receivedBytes: 0 }))
  expect(history.samples()).toHaveLength(1)
  vi.advanceTimersByTime(2 * 3_600_000)
  const samples = history.samples()
  expect(samples).toHaveLength(360)
  expect(samples.at(-1)?.sentBytes).toBe(720)
  expect((samples.at(-1)?.atMs ?? 0) - (samples[0]?.atMs ?? 0)).toBe(359 * 10_000)
  history.close()
  vi.advanceTimersByTime(60_000)
  expect(history.samples().at(-1)?.sentBytes).toBe(720)
})
