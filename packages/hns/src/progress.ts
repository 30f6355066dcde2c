import type { Progress, SolveOptions } from './puzzle.ts'

/** Counts tries and tells how far a search is. */
export function countTries(expectedTries: number, { onProgress }: SolveOptions): (more: number) => void {
  // Only what is shown depends on the clock.
  const start = performance.now()
  let tries = 0
  return (more) => {
    tries += more
    const seconds = Math.max(performance.now() - start, 1) / 1000
    const triesPerSecond = tries / seconds
    const progress: Progress = { tries, expectedTries, triesPerSecond, expectedSeconds: expectedTries / triesPerSecond }
    onProgress?.(progress)
  }
}

/** Gives the page or the loop its turn. */
export async function pause(signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  await new Promise((resolve) => setTimeout(resolve))
  signal?.throwIfAborted()
}
