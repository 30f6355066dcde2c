import type { ByteStream } from './byte-stream.ts'
import type { Carry } from './carry.ts'
import type { Gossip, Unsubscribe } from './gossip.ts'
import type { RecordStore } from './record-store.ts'

/** A record's id: the SHA-256 of its bytes, in lower-case hex. */
export type RecordId = string & { readonly __brand: 'RecordId' }

/** Judges one record alone, from its bytes: its place in the kind's order, or why it is refused. */
export type Validate = (bytes: Uint8Array) => Judgement | Promise<Judgement>

export type Judgement =
  /** At most 64 bytes, compared byte by byte; records of equal order are ordered by id. */
  { readonly valid: true; readonly order: Uint8Array } | { readonly valid: false; readonly reason: string }

export interface StoredRecord {
  readonly id: RecordId
  readonly order: Uint8Array
  readonly bytes: Uint8Array
}

/** `from` is included, `to` is not; both are prefixes of an order. */
export interface Range {
  from?: Uint8Array
  to?: Uint8Array
  reverse?: boolean
}

export interface SyncResult {
  readonly received: number
  readonly sent: number
  readonly refused: number
  readonly bytes: number
  readonly roundTrips: number
}

export interface SyncOptions {
  signal?: AbortSignal
  onProgress?: (event: { readonly received: number; readonly sent: number }) => void
}

export interface RecordSetOptions {
  /** Names the kind of records; sets of the same kind reconcile with each other. */
  kind: string
  validate: Validate
  store: RecordStore
  gossip?: Gossip
  /** The part of the kind that this peer wants. @default everything */
  carry?: Carry
  /** @default 1024 */
  maxRecordBytes?: number
}

/** A grow-only set of self-certifying records. */
export interface RecordSet {
  readonly kind: string
  readonly size: number
  /** Resolves when the record is on disk. Throws `RefusedRecordError` if it is not valid. */
  add(bytes: Uint8Array): Promise<RecordId>
  addAll(records: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<RecordId[]>
  has(id: RecordId): Promise<boolean>
  get(id: RecordId): Promise<Uint8Array | undefined>
  range(range?: Range): AsyncIterable<StoredRecord>
  /** Keeps the id and drops the body: nobody's sync is disturbed, and it is not fetched again. */
  drop(id: RecordId): Promise<void>
  onAdd(listener: (record: StoredRecord) => void): Unsubscribe
  /** Reconciles with the peer at the other end, until both hold what both want. */
  sync(peer: ByteStream, options?: SyncOptions): Promise<SyncResult>
  close(): Promise<void>
}
