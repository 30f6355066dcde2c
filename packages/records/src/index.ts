/**
 * Every peer ends up with the same set of valid records, moving only what is missing.
 *
 * ```ts
 * const set = await createRecordSet({ kind: 'notes', validate, store: memoryStore() })
 * await set.add(encodeRecord({ text: 'hello' }))
 * await set.sync(stream)
 * ```
 *
 * @module
 */
export type { ByteStream } from './byte-stream.ts'
export { carryPrefixes } from './carry.ts'
export type { Carry } from './carry.ts'
export { createRecordSet } from './create-record-set.ts'
export {
  BusyError,
  ClosedError,
  MisbehavedError,
  RefusedRecordError,
  StoreDamagedError,
  StoreLockedError,
  StoreTooNewError,
  StoreWriteError,
  UnknownKindError,
} from './errors.ts'
export type { Gossip, Unsubscribe, Verdict } from './gossip.ts'
export { hiddenGossip } from './hidden-gossip.ts'
export type { HiddenPublisher } from './hidden-gossip.ts'
export { meetNeighbours } from './meeting/meet-neighbours.ts'
export type { Meeting, Meetings, MeetOptions } from './meeting/meetings.ts'
export { createMemoryNeighbourhood } from './meeting/memory-neighbourhood.ts'
export type { MemoryNeighbourhood } from './meeting/memory-neighbourhood.ts'
export type { Neighbour, Neighbourhood } from './meeting/neighbourhood.ts'
export { memoryStore } from './memory-store.ts'
export { createPipe } from './pipe.ts'
export { decodeRecord, encodeRecord } from './record.ts'
export { idAt, recordId } from './record-id.ts'
export type { RecordId } from './record-id.ts'
export type { OrderRange } from './order-range.ts'
export type {
  Judgement,
  Range,
  RecordSet,
  RecordSetOptions,
  StoredRecord,
  SyncOptions,
  SyncResult,
  Validate,
} from './record-set.ts'
export type { Entry, KeyRange, RecordStore, Restored, StoreBatch, StoreEvents } from './record-store.ts'
export type { Clock } from './time.ts'
export { answerAny } from './sync/answer-any.ts'
