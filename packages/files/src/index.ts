/**
 * Content-addressed files from many sources at once, and a global index that is searched locally.
 *
 * ```ts
 * const files = await createFiles({ blocks: memoryBlocks() })
 * const cid = await files.add(new TextEncoder().encode('hello'))
 * for await (const piece of files.stream(cid)) console.log(new TextDecoder().decode(piece))
 * ```
 *
 * @packageDocumentation
 */
export type { Block, BlockSource, Bytes, FindOptions, Provider, Range, Want } from './block-source.ts'
export type { BlockStore } from './block-store.ts'
export type { Clock } from './clock.ts'
export { createFiles } from './create-files.ts'
export type { FilesOptions } from './create-files.ts'
export type { FileProgress } from './file-progress.ts'
export type {
  AddOptions,
  Content,
  FileStat,
  Files,
  FolderEntry,
  FolderFile,
  LookOptions,
  Profile,
  ReadOptions,
  Verification,
} from './files.ts'
export { hiddenSource } from './hidden/hidden-files.ts'
export type { HiddenSource, HiddenSourceOptions } from './hidden/hidden-files.ts'
export { httpSource } from './http/http-source.ts'
export type { HttpSourceOptions } from './http/http-source.ts'
export { memoryBlocks } from './memory-blocks.ts'
export type { ProvideOptions, Providing } from './providing.ts'
export type { StateStore } from './state-store.ts'
export { storeSource } from './store-source.ts'
export { memorySearch } from './memory-search.ts'
export type { FileAbout, Found, IndexEntry, SearchEntry, SearchIndex, SearchOptions } from './search-index.ts'
export { createFileIndex } from './file-index.ts'
export type { FileIndex, FileIndexOptions, SearchPage } from './file-index.ts'
export type { Blocked } from './index-blocked.ts'
export { decodeIndexRecord, INDEX_KIND, signIndexRecord, validateIndexRecord } from './index-record.ts'
export { IndexRecordError } from './errors-index.ts'
export type { Solve } from './index-stamp.ts'
