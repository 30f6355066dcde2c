import type { EquihashOptions } from './equihash/equihash.ts'
import { laterEquihash } from './equihash/later-equihash.ts'
import type { Puzzle } from './puzzle.ts'

/** What blocks of one version must meet. No two versions share a ledger. */
export interface Rules {
  /** The kind of record set that such blocks are kept in. */
  readonly kind: string
  readonly version: number
  readonly puzzle: Puzzle
  /** The least work of a block of so many bytes that claims a name of so many letters. */
  readonly floor: (bytes: number, letters: number) => number
}

/** The rules of the ledger: version 1. */
export function ledgerRules(options: EquihashOptions = {}): Rules {
  return { kind: 'names', version: 1, puzzle: laterEquihash(options), floor: ledgerFloor }
}

const COMMON_LETTERS = 7

/**
 * In tries: 512 for a name of seven letters or more, three times as much for each letter fewer, and one for every four
 * bytes. The same for ever; decision 71 has the figures.
 */
function ledgerFloor(bytes: number, letters: number): number {
  return 512 * 3 ** Math.max(0, COMMON_LETTERS - letters) + Math.ceil(bytes / 4)
}
