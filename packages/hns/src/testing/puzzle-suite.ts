import { describe, expect, it } from 'vitest'
import type { Progress, Puzzle } from '../puzzle.ts'

const challenge = new TextEncoder().encode('a claim on a name')

/** What every puzzle promises. `work` is as much as it solves soon; a random solution should hardly ever prove it. */
export function testPuzzle(puzzle: Puzzle, work: number): void {
  describe(`puzzle: ${puzzle.name}`, () => {
    it('is solved with at least the work that was asked for', async () => {
      const solution = await puzzle.solve(challenge, work)
      expect(await puzzle.check(challenge, solution)).toBeGreaterThanOrEqual(work)
    })

    it('says how far it is, and stops when told to', async () => {
      const stop = new AbortController()
      // A search may bring nothing.
      const onProgress = ({ tries, triesPerSecond, expectedTries }: Progress): void => {
        if (tries > 0 && triesPerSecond > 0 && expectedTries > 0) stop.abort(new Error('Stopped on its way.'))
      }
      const solving = puzzle.solve(challenge, Number.MAX_SAFE_INTEGER, { signal: stop.signal, onProgress })
      await expect(solving).rejects.toThrow('Stopped on its way.')
    })

    it('gives no credit to a solution that is cut short, too long, changed, or of another challenge', async () => {
      const solution = await puzzle.solve(challenge, work)
      expect(await puzzle.check(challenge, solution)).toBeGreaterThanOrEqual(work)
      expect(await puzzle.check(challenge, solution.subarray(1))).toBe(0)
      expect(await puzzle.check(challenge, Uint8Array.of(...solution, 0))).toBe(0)
      expect(await puzzle.check(challenge, new Uint8Array(0))).toBe(0)
      expect(await puzzle.check(new TextEncoder().encode('another claim'), solution)).toBeLessThan(work)
      for (let byte = 0; byte < solution.length; byte++) {
        const changed = solution.with(byte, (solution[byte] as number) ^ 1)
        expect(await puzzle.check(challenge, changed), `byte ${byte}`).toBeLessThan(work)
      }
    })
  })
}
