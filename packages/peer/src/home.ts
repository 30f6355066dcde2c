import { type DiscoveryStore, memoryStore as memoryPeers } from '@hydra/discovery'
import { type BlockStore, memoryBlocks, type SearchIndex, type StateStore } from '@hydra/files'
import { memorySlot, type Slot } from '@hydra/identity'
import { memoryStore, type RecordStore } from '@hydra/records'
import { freshIdentity, type PeerIdentity } from './identity.ts'
import { laterSearch } from './later-search.ts'

/** Where a peer keeps what it must not forget. */
export interface Home {
  identity(): Promise<PeerIdentity>
  readonly peers: DiscoveryStore
  blocks(): Promise<{ blocks: BlockStore; state?: StateStore }>
  records(what: 'feeds' | 'index' | 'names'): RecordStore | Promise<RecordStore>
  slot(what: 'circle' | 'names' | 'petnames'): Slot
  search(): SearchIndex | Promise<SearchIndex>
}

/** Everything is forgotten when the process ends. */
export function nowhere(): Home {
  return {
    identity: freshIdentity,
    peers: memoryPeers(),
    blocks: async () => ({ blocks: memoryBlocks() }),
    records: memoryStore,
    slot: memorySlot,
    search: () => laterSearch(async () => (await import('./memory-search.ts')).memorySearch()),
  }
}
