import { expect, it } from 'vitest'
import { runScenario } from './testing/session-scenario.ts'

it('carries every byte once and in order through 20,000 networks of every kind', () => {
  for (let seed = 1; seed <= 20_000; seed++) {
    const faults = {
      lost: (seed % 7) / 20,
      repeated: (seed % 5) / 10,
      cut: (seed % 4) / 10,
      buffered: seed % 3 === 0,
      maxDelayMs: [10, 200, 3_000][(seed % 11) % 3] ?? 10,
    }
    expect({ seed, ...runScenario(seed, faults, 6_000) }).toMatchObject({ corrupt: false, complete: true })
  }
})
