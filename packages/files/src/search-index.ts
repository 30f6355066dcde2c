/** What the global index says of a file. */
export interface IndexEntry {
  readonly id: string
  readonly name: string
  readonly bytes: number
  readonly mediaType: string
  readonly cid: string
  readonly tags: readonly string[]
  readonly description?: string
  readonly licence?: string
}

export interface SearchOptions {
  mediaType?: string
  tag?: string
  maxBytes?: number
  /** @default 20 */
  limit?: number
  offset?: number
}

export interface SearchPage {
  readonly total: number
  readonly entries: readonly IndexEntry[]
}

/** Finds index entries by words, on this machine alone: nobody learns what was searched. */
export interface SearchIndex {
  put(entries: readonly IndexEntry[]): Promise<void>
  remove(ids: readonly string[]): Promise<void>
  search(words: string, options?: SearchOptions): Promise<SearchPage>
  close(): Promise<void>
}
