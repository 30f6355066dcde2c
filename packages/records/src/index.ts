export type { ByteStream } from './byte-stream.ts'
export type { Carry } from './carry.ts'
export type { Gossip } from './gossip.ts'
export type {
  Judgement,
  Range,
  RecordId,
  RecordSet,
  RecordSetOptions,
  StoredRecord,
  SyncOptions,
  SyncResult,
  Validate,
} from './record-set.ts'
export type { Entry, RecordStore } from './record-store.ts'
