import { describe, expect, it } from 'vitest'
import { runScenario } from './testing/session-scenario.ts'
import { VirtualNetwork } from './testing/virtual-network.ts'

const GOOD = { lost: 0, repeated: 0, cut: 0, buffered: false, maxDelayMs: 50 }

describe('an HTTP session, on a virtual clock', () => {
  it.each([
    ['a good network', 10, GOOD],
    ['one request or response in ten lost', 120, { ...GOOD, lost: 0.1 }],
    ['one request in ten repeated, late', 10, { ...GOOD, repeated: 0.1 }],
    ['requests that overtake each other', 60, { ...GOOD, maxDelayMs: 2_000 }],
    ['streams that are cut', 10, { ...GOOD, cut: 0.2 }],
    ['responses held back until they are complete', 15, { ...GOOD, buffered: true }],
    ['all of it at once', 300, { lost: 0.15, repeated: 0.2, cut: 0.1, buffered: false, maxDelayMs: 800 }],
    ['all of it, behind a buffer', 300, { lost: 0.15, repeated: 0.2, cut: 0.1, buffered: true, maxDelayMs: 800 }],
  ])('carries every byte once and in order through %s, in %i s at most', (_, seconds, faults) => {
    for (let seed = 1; seed <= 40; seed++) {
      const outcome = runScenario(seed, faults, 12_000)
      expect({ seed, ...outcome }).toMatchObject({ corrupt: false, complete: true })
      expect(outcome.virtualMs).toBeLessThan(seconds * 1_000)
    }
  })

  it('would tell if a byte were misplaced', () => {
    const outcomes = [1, 2, 3, 4, 5].map((seed) => runScenario(seed, { ...GOOD, shifted: 0.2 }, 12_000))
    expect(outcomes.some(({ corrupt }) => corrupt)).toBe(true)
  })

  it('keeps streaming where streams pass, and polls where they are held back', () => {
    expect(runScenario(1, GOOD, 5_000).mode).toBe('stream')
    expect(runScenario(1, { ...GOOD, buffered: true }, 5_000).mode).toBe('poll')
  })

  it('gives up when nothing answers, and not before', () => {
    const network = new VirtualNetwork(1, { ...GOOD, lost: 1 })
    expect(network.run(() => network.clientClosed !== undefined, 44_000)).toBe(false)
    expect(network.run(() => network.clientClosed !== undefined, 2_000)).toBe(true)
    expect(network.clientClosed).toBe(false)
  })

  it('stays alive for hours in which nobody has anything to say', () => {
    const network = new VirtualNetwork(1, { ...GOOD, lost: 0.1 })
    expect(network.run(() => network.clientClosed !== undefined, 4 * 3_600_000)).toBe(false)
  })
})
