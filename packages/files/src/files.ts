import type { Privacy } from '@hydra/router'
import type { BlockSource } from './block-source.ts'
import type { BlockStore } from './block-store.ts'

export interface FileProgress {
  readonly bytes: number
  readonly totalBytes?: number
  /** Which privacy the blocks were asked with. */
  readonly privacy?: Privacy
}

export interface ReadOptions {
  offset?: number
  length?: number
  privacy?: Privacy
  signal?: AbortSignal
  onProgress?: (event: FileProgress) => void
}

export interface AddOptions {
  name?: string
  signal?: AbortSignal
  onProgress?: (event: FileProgress) => void
}

export type FileStat =
  | { readonly type: 'file'; readonly cid: string; readonly bytes: number; readonly local: boolean }
  | {
      readonly type: 'folder'
      readonly cid: string
      readonly bytes: number
      readonly entries: number
      readonly local: boolean
    }

export interface FilesOptions {
  blocks: BlockStore
  sources: readonly BlockSource[]
  /** @default no limit */
  maxBytes?: number
}

/** Content-addressed files and folders. */
export interface Files {
  add(content: Uint8Array | Blob | AsyncIterable<Uint8Array>, options?: AddOptions): Promise<string>
  get(cid: string, options?: ReadOptions): AsyncIterable<Uint8Array>
  stat(cid: string, options?: { signal?: AbortSignal }): Promise<FileStat>
  ls(
    cid: string,
    options?: { signal?: AbortSignal },
  ): AsyncIterable<{ readonly name: string; readonly cid: string; readonly bytes: number }>
  pin(cid: string, options?: ReadOptions): Promise<void>
  unpin(cid: string): Promise<void>
  remove(cid: string): Promise<void>
  /** Checks every local block of a file against its CID. */
  verify(
    cid: string,
    options?: { signal?: AbortSignal },
  ): Promise<{ readonly missing: readonly string[]; readonly damaged: readonly string[] }>
  close(): Promise<void>
}
