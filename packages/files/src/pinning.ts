import type { Privacy } from '@hydra/router'
import type { FileProgress } from './file-progress.ts'

export interface PinOptions {
  privacy?: Privacy
  signal?: AbortSignal
  onProgress?: (event: FileProgress) => void
}

/** What stays here, and what may go. */
export interface Pinning {
  /** Brings all of a file or folder here, and keeps it. After a crash, asking again goes on where it stopped. */
  pin(cid: string, options?: PinOptions): Promise<void>
  /** Lets it be evicted when room is needed. */
  unpin(cid: string): Promise<void>
  /** What is pinned; `complete` is false where bringing it here was cut off. */
  pins(): AsyncIterable<{ readonly cid: string; readonly complete: boolean }>
  /** Deletes what no other pin needs. */
  remove(cid: string): Promise<void>
}
