import type { CID } from 'multiformats/cid'
import type { BlockStore } from './block-store.ts'
import { isBlock } from './digest.ts'
import { copied, joined } from './joined.ts'
import { createSlots } from './slots.ts'

/** What is in the store, checked: a disk forgets, and a crash leaves halves. */
export interface LocalBlocks {
  /** Bytes of the caller's own. `undefined` where it is not here, or no longer what it was. The latter is deleted. */
  get(cid: CID): Promise<Uint8Array | undefined>
}

// A window of a megabyte each, read at once from a disk.
const MAX_READS = 4

export function localBlocks(store: BlockStore): LocalBlocks {
  const slots = createSlots(MAX_READS)
  return {
    get: (cid) =>
      slots.run(async () => {
        // A store in memory gives its own, and readers write to what they get, or hand it on to a worker.
        const bytes = await readBlock(store, cid, copied)
        if (!bytes || (await isBlock(cid, bytes))) return bytes
        await store.delete(cid)
        return undefined
      }),
  }
}

/** A block as the store has it, unchecked. */
export async function readBlock(store: BlockStore, cid: CID, join = joined): Promise<Uint8Array | undefined> {
  try {
    return await join(store.get(cid))
  } catch (error) {
    // By name: the error of a store may come from another copy of its package.
    if (error instanceof Error && error.name === 'NotFoundError') return undefined
    throw error
  }
}
