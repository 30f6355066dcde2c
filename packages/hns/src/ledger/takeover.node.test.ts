import { describe, expect, it } from 'vitest'
import { simulate, simulateDescendant } from '../../scripts/takeover.ts'

describe('a claim', () => {
  it.each([10, 300, 10_000])('of an hour is overtaken at %i times a claimer’s rate after E(O, A) / a', (rate) => {
    const runs = [1, 2, 3].map((seed) => simulate(seed, rate, 3600))
    const sum = (of: (run: (typeof runs)[number]) => number): number => runs.reduce((total, run) => total + of(run), 0)
    const ratio = sum(({ seconds }) => seconds) / sum(({ predictedSeconds }) => predictedSeconds)
    expect(Math.abs(ratio - 1)).toBeLessThan(0.05)
    expect(runs.every(({ isExact }) => isExact)).toBe(true)
  })

  it('is never overtaken by one that has it in its past', () => {
    expect(simulateDescendant(20_000)).toBe('owner')
  })
})
