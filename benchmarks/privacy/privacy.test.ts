import { describe, expect, it, vi } from 'vitest'
import { distinguisher } from './distinguisher.ts'
import { linkable } from './linkable.ts'
import { members } from './members.ts'
import { hosts } from './passive.ts'
import { raw } from './raw.ts'
import { estimate, type Sample } from './samples.ts'
import { timing } from './timing.ts'

// Some seconds of one core each, which is much longer where others use it too.
vi.setConfig({ testTimeout: 120_000 })

/** The short form of `node benchmarks/privacy.ts`: smaller networks and wider bounds, each beside its control. */
const valueOf = (samples: readonly Sample[], row: string): number =>
  estimate(samples.filter((sample) => sample.row === row)).value

describe('who began a message', () => {
  it('is named by a tenth of all peers about as often as it tells one of them itself', async () => {
    const samples = await hosts({ peers: 300, seed: 1 })
    for (const way of ['first-spy', 'likelihood']) {
      expect(valueOf(samples, `host, 10 % spies, ${way}: recall`)).toBeGreaterThan(0.05)
      expect(valueOf(samples, `host, 10 % spies, ${way}: recall`)).toBeLessThan(0.16)
      expect(valueOf(samples, `host, 10 % spies, ${way}: precision, mean over peers`)).toBeLessThan(0.12)
    }
  })

  it('is named for half of all messages where they are flooded', async () => {
    const samples = await raw({ peers: 300, seed: 1, design: 'flooding', messages: 30 })
    expect(valueOf(samples, 'flooding, 10 % spies, first-spy: recall')).toBeGreaterThan(0.45)
  })

  it('is found among many linkable messages only if their ways change', async () => {
    const options = { peers: 150, seed: 1, role: 'asker', messages: 6, minutes: 1 } as const
    const name = '6 requests of one asker, 1 minutes, nobody leaves'
    expect(valueOf(await linkable(options), `${name}, 10 % spies: found`)).toBeLessThan(0.2)
    const fresh = await linkable({ ...options, fresh: true })
    expect(valueOf(fresh, `${name}, fresh stems each time (control), 10 % spies: found`)).toBeGreaterThan(0.3)
  })
})

describe('whoever is next to an asker', () => {
  const row = (setting: string, feature: string) => `own or relayed, ${setting}: asker, ${feature}`

  it('cannot tell its requests from those that it passes on by when they end, how many frames they are, or in which order', async () => {
    const samples = await distinguisher({ peers: 100, seed: 1, services: 5 })
    expect(Math.abs(valueOf(samples, row('small request', 'time, first turnaround')) - 0.5)).toBeLessThan(0.12)
    for (const feature of ['size, frames from it', 'size, frames to it', 'order of frames']) {
      expect(valueOf(samples, row('small request', feature))).toBeCloseTo(0.5, 1)
    }
  })

  it('can, where nothing is delayed', async () => {
    const samples = await distinguisher({ peers: 100, seed: 1, services: 5, tail: false })
    expect(valueOf(samples, row('small request, no tail delay (control)', 'time, first turnaround'))).toBeGreaterThan(
      0.9,
    )
  })
})

describe('a host', () => {
  const soonest = 'who answered soonest is the host'

  it('is not who answers soonest, whichever peer it is asked through', async () => {
    const samples = await timing({ peers: 40, seed: 1, services: 2 })
    expect(valueOf(samples, `host probed by timing: ${soonest}`)).toBe(0)
  })

  it('is, if it answers whoever asks', async () => {
    const samples = await timing({ peers: 40, seed: 1, services: 2, unscoped: true })
    expect(valueOf(samples, `host probed by timing, unscoped (control): ${soonest}`)).toBe(1)
  })

  it('does with a copy of its announcement what everyone does, while the end of its stem shows itself', async () => {
    const samples = await members({ peers: 80, seed: 1, services: 2 })
    expect(valueOf(samples, 'stem membership: an announcement brought again')).toBe(0.5)
    expect(valueOf(samples, "stem membership (control): the stem's end, by who says to be nearest")).toBe(1)
  })
})
