import type { Blockstore } from 'interface-blockstore'

/**
 * Where blocks are kept: what is needed of an `interface-blockstore` store. Any of them will do: `blockstore-fs` in Node,
 * `blockstore-idb` or `openOpfsBlocks(name)` in a page, `memoryBlocks()` in tests.
 */
export type BlockStore = Pick<Blockstore, 'has' | 'get' | 'put' | 'delete' | 'getAll'>
