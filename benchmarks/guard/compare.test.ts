import { describe as group, expect, it } from 'vitest'
import { changes, describe } from './compare.ts'

group('costs that are kept', () => {
  it('pass where nothing changed, or an engine rounds otherwise', () => {
    expect(changes({ copies: 1, bytes: 1_000 }, { copies: 1, bytes: 1_015 })).toEqual([])
    expect(changes({ missing: 0 }, { missing: 0 })).toEqual([])
  })

  it.each([
    ['got dearer', { copies: 1 }, { copies: 1.03 }, 'copies: was 1, is 1.03 (+3.0 %)'],
    ['got cheaper', { bytes: 1_000 }, { bytes: 900 }, 'bytes: was 1000, is 900 (-10.0 %)'],
    ['is new', {}, { bytes: 900 }, 'bytes: 900, and nothing was kept of it'],
    ['is gone', { bytes: 900 }, {}, 'bytes: was 900, and is not measured any more'],
    ['has no number', { bytes: 900 }, { bytes: Number.NaN }, 'bytes: was 900, is NaN (NaN %)'],
    ['was nothing and is something', { wrong: 0 }, { wrong: 1 }, 'wrong: was 0, is 1 (+Infinity %)'],
  ])('are told of where one %s', (_, kept, found, told) => {
    expect(changes(kept as Record<string, number>, found as Record<string, number>).map(describe)).toEqual([told])
  })
})
