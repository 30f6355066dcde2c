import type { Key } from './key.ts'

/** What a store keeps of a record: all of it, or, without a body, the knowledge that it exists. */
export interface Entry {
  readonly key: Key
  readonly body: Uint8Array | undefined
}

/** Keys from `from`, included, to `to`, not included; a missing bound is the end. */
export interface KeyRange {
  readonly from?: Uint8Array | undefined
  readonly to?: Uint8Array | undefined
  readonly reverse?: boolean | undefined
}

export interface StoreBatch {
  /** Known ids are left as they are. */
  readonly put?: readonly Entry[]
  /** Ids whose body goes; that they exist stays known. */
  readonly drop?: readonly Uint8Array[]
  /** Ids that are known no more, as if they had never been here. The summary that counts them goes with them. */
  readonly forget?: readonly Uint8Array[]
  /** A summary of all entries so far, for the next `restore`. */
  readonly summary?: Uint8Array
}

export interface Restored {
  /** The newest summary written. */
  readonly summary: Uint8Array | undefined
  /**
   * In pages: at first the entries put after that summary, or all if there is none. Later those that others put
   * since the last call, another tab for one.
   */
  added(): AsyncIterable<readonly Entry[]>
}

export interface StoreEvents {
  /** An entry was found damaged; it is dropped already, and so is the summary. */
  onDamaged(what: string): void
  /** Someone else put entries: time to call `added` again. */
  onOthers(): void
  /** Someone else forgot entries: what was summed up counts too many. */
  onForgotten(): void
}

/** Keeps entries on disk, ordered by key. What `write` acknowledged survives a crash. One set per store. */
export interface RecordStore {
  /** Writes all or nothing and resolves when it is durable: for each of `put`, whether it is new. */
  write(batch: StoreBatch): Promise<readonly boolean[]>
  /** Entries whose id starts with the prefix, at most `limit`. */
  find(idPrefix: Uint8Array, limit: number): Promise<readonly Entry[]>
  /** Entries in order, in pages of a few hundred. Does not mind writes in between. */
  range(range: KeyRange): AsyncIterable<readonly Entry[]>
  /** Called once, first. */
  restore(events: StoreEvents): Promise<Restored>
  close(): Promise<void>
}
