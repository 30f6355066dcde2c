import type { Puzzle } from '../puzzle.ts'
import type { EquihashOptions } from './equihash.ts'

/** The ledger's puzzle, whose module is loaded and compiled for the first block: it is a third of the package. */
export function laterEquihash(options: EquihashOptions): Puzzle {
  let known: Puzzle | undefined
  const puzzle = async (): Promise<Puzzle> => {
    const { equihash } = await import('./equihash.ts')
    // Compiled once, however many blocks came at once.
    return (known ??= equihash(options))
  }
  return {
    name: 'equihash-108-5',
    solve: async (challenge, work, how) => (await puzzle()).solve(challenge, work, how),
    check: async (challenge, solution) => (await puzzle()).check(challenge, solution),
  }
}
