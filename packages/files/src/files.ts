import type { Privacy } from '@hydra/router'
import type { FileProgress } from './file-progress.ts'
import type { Pinning } from './pinning.ts'
import type { Providing } from './providing.ts'

export interface ReadOptions {
  /** The first byte that is wanted. @default 0 */
  offset?: number
  /** How many bytes are wanted. @default all that follow */
  length?: number
  /** Whether the peers that are asked may learn who asks. @default that of the `Files` */
  privacy?: Privacy
  /** Only what is already here: nobody is asked. @default false */
  local?: boolean
  signal?: AbortSignal
  onProgress?: (event: FileProgress) => void
}

export interface LookOptions {
  privacy?: Privacy
  local?: boolean
  signal?: AbortSignal
}

/** Which rules make blocks of bytes: Helia's and Kubo's present ones, or those of Kubo before 2025. */
export type Profile = 'unixfs-v1-2025' | 'unixfs-v0-2015'

export interface AddOptions {
  /** @default 'unixfs-v1-2025' */
  profile?: Profile
  /** Bytes of a leaf. @default that of the profile */
  chunkBytes?: number
  /** Keep it until it is unpinned. @default true */
  pin?: boolean
  signal?: AbortSignal
  onProgress?: (event: FileProgress) => void
}

export type Content = Uint8Array | Blob | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>

/** A file of a folder, by its path from there: `pictures/whale.jpg`. */
export interface FolderFile {
  readonly path: string
  readonly content: Content
}

export type FileStat =
  | { readonly type: 'file'; readonly cid: string; readonly bytes: number }
  | { readonly type: 'folder'; readonly cid: string; readonly entries: number }

export interface FolderEntry {
  readonly name: string
  readonly cid: string
  readonly type: 'file' | 'folder'
  /** Of a file: its size. Absent for a folder. */
  readonly bytes?: number
}

export interface Verification {
  readonly blocks: number
  readonly missing: readonly string[]
  readonly damaged: readonly string[]
}

/**
 * Content-addressed files and folders. A `path` is a CID, or a CID and a way down from it: `bafy…/pictures/whale.jpg`.
 */
export interface Files extends Pinning, Providing {
  /** Adds a file, and resolves to its CID. */
  add(content: Content, options?: AddOptions): Promise<string>
  /** Adds a folder of files, and resolves to the folder's CID. */
  addFolder(files: Iterable<FolderFile> | AsyncIterable<FolderFile>, options?: AddOptions): Promise<string>
  /** The whole file, or the part that was asked for, in memory: at most 64 MiB. */
  get(path: string, options?: ReadOptions): Promise<Uint8Array>
  /** The same in order as it comes in, at any size. Leaving the loop ends the work. */
  stream(path: string, options?: ReadOptions): AsyncIterable<Uint8Array>
  stat(path: string, options?: LookOptions): Promise<FileStat>
  ls(path: string, options?: LookOptions): AsyncIterable<FolderEntry>
  /** One block by its CID, verified; `undefined` where nobody has it. */
  block(cid: string, options?: LookOptions): Promise<Uint8Array | undefined>
  /** Checks every local block of a file or folder against its CID. */
  verify(cid: string, options?: { signal?: AbortSignal }): Promise<Verification>
  close(): Promise<void>
}
