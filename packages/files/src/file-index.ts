import type { KeyPair, PublicKey } from '@hydra/identity'
import {
  createRecordSet,
  type Carry,
  type Gossip,
  type RecordId,
  type RecordSet,
  type RecordStore,
  type StoredRecord,
} from '@hydra/records'
import { createBlocked, type Blocked } from './index-blocked.ts'
import {
  decodeIndexRecord,
  INDEX_KIND,
  indexOrder,
  MAX_INDEX_RECORD_BYTES,
  signIndexRecord,
  validateIndexRecord,
} from './index-record.ts'
import type { Solve } from './index-stamp.ts'
import { canonicalCid } from './index-fields.ts'
import { SearchFeed } from './search/feed.ts'
import type { FileAbout, IndexEntry, SearchIndex, SearchOptions } from './search-index.ts'

export interface FileIndexOptions {
  store: RecordStore
  /** Where it is searched. What it lacks is read from the records when the index is opened. */
  search: SearchIndex
  /** Brings new records to everybody. A peer's `records.gossip` hides who published; the router's spread alone does not. */
  gossip?: Gossip
  /** The part of all records that this peer wants. @default everything */
  carry?: Carry
  /** What was blocked before: `index.blocked` lists it. @default nothing */
  blocked?: { readonly publishers?: Iterable<PublicKey>; readonly cids?: Iterable<string> }
  /** @default double SHA-256 in JavaScript */
  solve?: Solve
}

export interface SearchPage {
  readonly total: number
  /** Whether `total` was counted; else it is an estimate. */
  readonly exact: boolean
  readonly entries: readonly IndexEntry[]
}

/** What everybody says of the files they share, searched on this machine alone. */
export interface FileIndex {
  /** For `sync` and `answer`: reconciles with other peers' indexes. */
  readonly records: RecordSet
  /** Signs, stamps and publishes. What the same key published on this CID before is replaced. */
  publish(publisher: KeyPair, about: FileAbout, options?: { signal?: AbortSignal }): Promise<IndexEntry>
  /** Searches; without words it shows the newest. */
  search(words: string, options?: SearchOptions): Promise<SearchPage>
  /** Who and what this peer neither shows nor passes on. */
  readonly blocked: Blocked
  close(): Promise<void>
}

/** Opens the index on a store of records and a search engine. */
export async function createFileIndex(options: FileIndexOptions): Promise<FileIndex> {
  const { store, search, gossip, carry, solve } = options
  const blocked = createBlocked(options.blocked, () => feeding)
  const hidden = ({ bytes }: StoredRecord): boolean => blocked.hides(decodeIndexRecord(bytes))
  const kind = { kind: INDEX_KIND, validate: validateIndexRecord, maxRecordBytes: MAX_INDEX_RECORD_BYTES }
  const records = await createRecordSet({ ...kind, store, hidden, ...(gossip && { gossip }), ...(carry && { carry }) })
  const feeding: SearchFeed = new SearchFeed(records, search, blocked)
  // An index without records needs no engine before the first one comes, or somebody searches.
  if (records.size > 0) feeding.begin()
  const stop = records.onAdd((record) => feeding.add(record))
  return {
    records,
    blocked,
    async publish(publisher, about, { signal } = {}) {
      const cid = canonicalCid(about.cid) ?? about.cid
      const before = await feeding.newest(indexOrder(publisher.publicKey, cid))
      const sequence = before === undefined ? 0 : before.sequence + 1
      const bytes = await signIndexRecord(publisher, about, {
        sequence,
        ...(solve && { solve }),
        ...(signal && { signal }),
      })
      await records.add(bytes)
      await feeding.settle()
      return decodeIndexRecord(bytes)
    },
    async search(words, wanted) {
      await feeding.settle()
      const { total, exact, ids } = await feeding.search(words, wanted)
      const found = await Promise.all(ids.map((id) => records.get(id as RecordId)))
      return {
        total,
        exact,
        entries: found.flatMap((bytes) => (bytes === undefined ? [] : [decodeIndexRecord(bytes)])),
      }
    },
    async close() {
      stop()
      await feeding.close()
      await records.close()
    },
  }
}
