/**
 * What every puzzle promises, as tests for vitest.
 *
 * ```ts
 * testPuzzle(myPuzzle, 1_000)
 * ```
 *
 * @packageDocumentation
 */
export { plainEquihash } from '../equihash/equihash.ts'
export { testPuzzle } from './puzzle-suite.ts'
