/**
 * What every implementation of a seam of `@hydra/files` promises, as tests for vitest.
 *
 * ```ts
 * testSearchIndex('my index', () => createMyIndex())
 * ```
 *
 * @packageDocumentation
 */
export { testSearchIndex } from './search-index-suite.ts'
