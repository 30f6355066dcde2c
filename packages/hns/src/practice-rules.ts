import { doubleSha256 } from './double-sha256/double-sha256.ts'
import type { Puzzle } from './puzzle.ts'
import type { Rules } from './rules.ts'

/** Rules of version 0, a ledger to practise on: any block of at least so much work, by a puzzle of choice. */
export function practiceRules({ puzzle = doubleSha256, work = 1 }: { puzzle?: Puzzle; work?: number } = {}): Rules {
  return { kind: 'names-practice', version: 0, puzzle, floor: () => work }
}
