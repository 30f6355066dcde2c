/**
 * What every implementation of a seam of `@hydra/files` promises, as tests for vitest.
 *
 * ```ts
 * testBlockStore('my store', () => createMyStore())
 * ```
 *
 * @packageDocumentation
 */
export { testBlockStore } from './block-store-suite.ts'
export { testSearchIndex } from './search-index-suite.ts'
