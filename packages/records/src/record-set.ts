import type { ByteStream } from './byte-stream.ts'
import type { Carry } from './carry.ts'
import type { Gossip, Unsubscribe } from './gossip.ts'
import type { OrderRange } from './order-range.ts'
import type { RecordId } from './record-id.ts'
import type { RecordStore } from './record-store.ts'
import type { Clock } from './time.ts'

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

export interface Range extends OrderRange {
  readonly reverse?: boolean
}

export interface SyncResult {
  /** Records that are new here. */
  readonly received: number
  readonly sent: number
  /** Records that were not valid. */
  readonly refused: number
  /** Records that the peer knows of and does not keep, or keeps from us. */
  readonly withheld: number
  /** Bytes both ways, and how many of them were not records. */
  readonly bytes: number
  readonly overheadBytes: number
  /** How often the opening side waited for an answer. */
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
  /** Records that are kept but neither shown nor passed on by this peer. */
  hidden?: (record: StoredRecord) => boolean
  /** Hears of records that the store found damaged; they are fetched again. */
  onDamaged?: (what: string) => void
  /** Bodies kept. Over it the set carries what `carry.narrower` says, or only ids of new records. @default no limit */
  maxBytes?: number
  /** Hears what is carried from now on, when the set went over `maxBytes`; undefined if only ids of new records. */
  onNarrower?: (carry: Carry | undefined) => void
  /** @default 1024 */
  maxRecordBytes?: number
  /** How long new records wait for others to be pushed together. @default 50 */
  pushDelayMs?: number
  /** @default the real clock */
  clock?: Clock
}

/** A grow-only set of self-certifying records. */
export interface RecordSet {
  readonly kind: string
  /** How many records are known, their bodies kept or not. */
  readonly size: number
  /** Resolves when the record is on disk. Throws `RefusedRecordError` if it is not valid. */
  add(bytes: Uint8Array): Promise<RecordId>
  /** Adds many; stops at the first that is not valid. */
  addAll(records: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<RecordId[]>
  /** Whether the record is known, its body kept or not. */
  has(id: RecordId): Promise<boolean>
  get(id: RecordId): Promise<Uint8Array | undefined>
  range(range?: Range): AsyncIterable<StoredRecord>
  /** Keeps the id and drops the body: nobody's sync is disturbed, and it is not fetched again. */
  drop(id: RecordId): Promise<void>
  /**
   * Carries something else from now on. What lies outside of it is forgotten, bodies that are not wanted are dropped.
   * Records in `again` whose body was dropped or never wanted are fetched with the next sync, if they are wanted now.
   */
  carry(carry: Carry | undefined, options?: { again?: readonly OrderRange[] }): Promise<void>
  onAdd(listener: (record: StoredRecord) => void): Unsubscribe
  /** Hears when something else is carried from now on: what is missing of it is at the neighbours. */
  onCarry(listener: () => void): Unsubscribe
  /** Opens reconciliation with the peer at the other end: both hold afterwards what both want. */
  sync(peer: ByteStream, options?: SyncOptions): Promise<SyncResult>
  /** Answers a peer that opened reconciliation. */
  answer(peer: ByteStream, options?: SyncOptions): Promise<SyncResult>
  close(): Promise<void>
}
