import type { CID } from 'multiformats/cid'
import type { BlockStore } from './block-store.ts'
import { isBlock } from './digest.ts'
import { joined } from './joined.ts'
import { createSlots } from './slots.ts'

/** What is in the store, checked: a disk forgets, and a crash leaves halves. */
export interface LocalBlocks {
  /** `undefined` where it is not here, or no longer what it was. The latter is deleted. */
  get(cid: CID): Promise<Uint8Array | undefined>
}

// A window of a megabyte each, read at once from a disk.
const MAX_READS = 4

export function localBlocks(store: BlockStore): LocalBlocks {
  const slots = createSlots(MAX_READS)
  return {
    get: (cid) =>
      slots.run(async () => {
        const bytes = await readBlock(store, cid)
        if (!bytes || (await isBlock(cid, bytes))) return bytes
        await store.delete(cid)
        return undefined
      }),
  }
}

/** A block as the store has it, unchecked. */
export async function readBlock(store: BlockStore, cid: CID): Promise<Uint8Array | undefined> {
  try {
    return await joined(store.get(cid))
  } catch (error) {
    // By name: the error of a store may come from another copy of its package.
    if (error instanceof Error && error.name === 'NotFoundError') return undefined
    throw error
  }
}
