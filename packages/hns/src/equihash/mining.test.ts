import { describe, expect, it } from 'vitest'
import type { Progress } from '../puzzle.ts'
import { doubleSha256 } from '../double-sha256/double-sha256.ts'
import { equihash } from './equihash.ts'

const challenge = new TextEncoder().encode('a block')
const endless = Number.MAX_SAFE_INTEGER

describe('mining in workers', () => {
  it('uses as many as it is told to, leaves this thread free, and tells rate and expected time', async () => {
    const stop = new AbortController()
    const reports: Progress[] = []
    let turns = 0
    const turn = setInterval(() => turns++, 1)
    const onProgress = (progress: Progress): void => {
      reports.push(progress)
      if (reports.length >= 6) stop.abort()
    }
    await expect(equihash({ threads: 2 }).solve(challenge, 1e9, { signal: stop.signal, onProgress })).rejects.toThrow()
    clearInterval(turn)
    const last = reports.at(-1) as Progress
    expect(last).toMatchObject({ expectedTries: 1e9, expectedSeconds: 1e9 / last.triesPerSecond })
    expect(reports.map(({ tries }) => tries)).toEqual(reports.map(({ tries }) => tries).sort((a, b) => a - b))
    // Six searches take a tenth of a second each: this thread had its turn in every one of them.
    expect(turns).toBeGreaterThan(12)
  })

  it('does nothing for a signal that has aborted', async () => {
    const signal = AbortSignal.abort(new Error('Not at all.'))
    await expect(equihash({ threads: 1 }).solve(challenge, endless, { signal })).rejects.toThrow('Not at all.')
    await expect(equihash({ threads: 0 }).solve(challenge, endless, { signal })).rejects.toThrow('Not at all.')
  })

  it('that is stopped and begun again loses nothing: in all it takes as many tries as were to be expected', async () => {
    const WORK = 2 ** 16
    const ROUNDS = 30
    let tries = 0
    for (let found = 0; found < ROUNDS; ) {
      // Each attempt is stopped before it is likely to find anything.
      const stop = new AbortController()
      const onProgress = (progress: Progress): void => {
        if (progress.tries >= WORK / 2) stop.abort()
        tries += 32_768
      }
      const solving = doubleSha256.solve(challenge, WORK, { signal: stop.signal, onProgress })
      found += await solving.then(
        () => 1,
        () => 0,
      )
    }
    // Half of one report is missing from each success. Three deviations of thirty exponential waits are 0.55.
    expect(Math.abs(tries / (WORK * ROUNDS) - 1)).toBeLessThan(0.8)
  })
})
