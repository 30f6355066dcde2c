/**
 * What every puzzle promises, as tests for vitest; and rules under which a block costs next to nothing.
 *
 * ```ts
 * testPuzzle(myPuzzle, 1_000)
 * ```
 *
 * @packageDocumentation
 */
export { plainEquihash } from '../equihash/equihash.ts'
export { testPuzzle } from './puzzle-suite.ts'
export { practiceRules } from './practice-rules.ts'
