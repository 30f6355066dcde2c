/**
 * Content-addressed files: so far the stores that the rest stands on.
 *
 * ```ts
 * const blocks = memoryBlocks()
 * await blocks.put(cid, bytes)
 * const source = storeSource(blocks)
 * ```
 *
 * @packageDocumentation
 */
export { storeSource } from './block-source.ts'
export type { BlockSource } from './block-source.ts'
export { memoryBlocks } from './block-store.ts'
export type { BlockStore } from './block-store.ts'
export type { AddOptions, FileProgress, FileStat, Files, FilesOptions, ReadOptions } from './files.ts'
export { memorySearch } from './memory-search.ts'
export type { IndexEntry, SearchIndex, SearchOptions, SearchPage } from './search-index.ts'
