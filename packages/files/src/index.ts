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
export type { FileProgress } from './file-progress.ts'
export type { AddOptions, FileStat, Files, ReadOptions } from './files.ts'
export { memorySearch } from './memory-search.ts'
export type { FileAbout, Found, IndexEntry, SearchEntry, SearchIndex, SearchOptions } from './search-index.ts'
export { createFileIndex } from './file-index.ts'
export type { FileIndex, FileIndexOptions, SearchPage } from './file-index.ts'
export type { Blocked } from './index-blocked.ts'
export { decodeIndexRecord, INDEX_KIND, signIndexRecord, validateIndexRecord } from './index-record.ts'
export { IndexRecordError } from './errors-index.ts'
export type { Solve } from './index-stamp.ts'
