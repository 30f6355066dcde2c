import type { Range, RecordId, StoredRecord } from './record-set.ts'

/** What a store keeps of a record: all of it, or the knowledge that it exists. */
export type Entry =
  | ({ readonly held: true } & StoredRecord)
  | { readonly held: false; readonly id: RecordId; readonly order: Uint8Array }

/** Keeps records on disk, ordered. What `put` acknowledged survives a crash. */
export interface RecordStore {
  /** Writes all or none, and resolves when they are durable. Known ids are left as they are. */
  put(entries: readonly Entry[]): Promise<void>
  get(id: RecordId): Promise<Entry | undefined>
  range(range?: Range): AsyncIterable<Entry>
  /** Replaces held entries by the knowledge that they exist. */
  drop(ids: readonly RecordId[]): Promise<void>
  close(): Promise<void>
}
