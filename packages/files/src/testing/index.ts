/**
 * What every implementation of a seam of `@hydra/files` promises, as tests for vitest.
 *
 * ```ts
 * testSearchIndex('my index', () => createMyIndex())
 * ```
 *
 * @packageDocumentation
 */
export { testBlockSource } from './block-source-suite.ts'
export type { SourceUnderTest } from './block-source-suite.ts'
export { createMemoryNetwork } from './memory-network.ts'
export type { MemoryNetwork } from './memory-network.ts'
export { testSearchIndex } from './search-index-suite.ts'
