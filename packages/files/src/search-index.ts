import type { PublicKey } from '@hydra/identity'
import type { RecordId } from '@hydra/records'

/** What an index record says of a file. */
export interface FileAbout {
  readonly name: string
  readonly bytes: number
  readonly mediaType: string
  readonly cid: string
  readonly tags: readonly string[]
  readonly description?: string
  readonly licence?: string
  /** A picture's blur, as thumbhash makes it. */
  readonly thumbhash?: Uint8Array
  /** The same file at BitTorrent: 20 bytes (v1) or 32 (v2). */
  readonly infohash?: Uint8Array
}

export interface IndexEntry extends FileAbout {
  readonly id: RecordId
  readonly publisher: PublicKey
  /** Of a publisher's records on one CID the highest counts. */
  readonly sequence: number
}

/** What an engine keeps of an entry. */
export type SearchEntry = Pick<IndexEntry, 'id' | 'name' | 'bytes' | 'mediaType' | 'cid' | 'tags' | 'description'>

export interface SearchOptions {
  /** A whole type (`image/png`), or all of a family (`image/*`). */
  mediaType?: string
  tag?: string
  cid?: string
  minBytes?: number
  maxBytes?: number
  /** @default 20 */
  limit?: number
  /** @default 0 */
  offset?: number
}

export interface Found {
  readonly total: number
  /** Whether `total` was counted; else it is an estimate. */
  readonly exact: boolean
  readonly ids: readonly string[]
}

/**
 * Finds entries by words, on this machine alone: nobody learns what was searched. `blue wha*` has both words, the second
 * by its beginning; `"blue whale"` has them side by side. Without words the newest come first.
 */
export interface SearchIndex {
  /** Adds entries and writes the mark down with them, all or nothing. An id that is there already is replaced. */
  put(entries: readonly SearchEntry[], mark?: number): Promise<void>
  remove(ids: readonly string[]): Promise<void>
  search(words: string, options?: SearchOptions): Promise<Found>
  /** The last mark, which tells its owner what has been put; undefined where all is to be put anew. */
  mark(): Promise<number | undefined>
  close(): Promise<void>
}
