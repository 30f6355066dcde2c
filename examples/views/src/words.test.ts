import { expect, it } from 'vitest'
import { ratesOf } from './traffic/rates.ts'
import { bytesText, durationText, plural, shortId } from './words.ts'

it('says bytes, durations and counts as a person does', () => {
  expect([0, 999, 1_500, 2_000_000, 3.2e9].map(bytesText)).toEqual(['0 B', '999 B', '1.5 kB', '2.0 MB', '3.2 GB'])
  expect([0, 12.4, 3_400, 300_000, 7_200_000, 4 * 86_400_000].map(durationText)).toEqual([
    '<1 ms',
    '12 ms',
    '3.4 s',
    '5 min',
    '2 h',
    '4 days',
  ])
  expect([plural(1, 'peer'), plural(12_000, 'peer')]).toEqual(['1 peer', '12,000 peers'])
  expect([shortId('short'), shortId('12D3KooWabcdefgh')]).toEqual(['short', '…cdefgh'])
})

it('takes rates from counters, also where a node began anew or a clock stood still', () => {
  const samples = [
    { atMs: 0, sentBytes: 100, receivedBytes: 0 },
    { atMs: 2_000, sentBytes: 300, receivedBytes: 1_000 },
    { atMs: 2_000, sentBytes: 900, receivedBytes: 1_000 },
    { atMs: 3_000, sentBytes: 50, receivedBytes: 1_500 },
  ]
  expect(ratesOf(samples)).toEqual([
    [2, 3],
    [100, 0],
    [500, 500],
  ])
  expect(ratesOf([])).toEqual([[], [], []])
})
