import type { CID } from 'multiformats/cid'
import { Uint8ArrayList } from 'uint8arraylist'
import type { Bytes } from './block-source.ts'
import type { BlockStore } from './block-store.ts'
import { isBlock } from './digest.ts'
import { createSlots } from './slots.ts'

/** What is in the store, checked: a disk forgets, and a crash leaves halves. */
export interface LocalBlocks {
  /** Bytes of the caller's own. `undefined` where it is not here, or no longer what it was. The latter is deleted. */
  get(cid: CID): Promise<Bytes | undefined>
}

// A window of a megabyte each, read at once from a disk.
const MAX_READS = 4

export function localBlocks(store: BlockStore): LocalBlocks {
  const slots = createSlots(MAX_READS)
  return {
    get: (cid) =>
      slots.run(async () => {
        const pieces = await readPieces(store, cid)
        // A store in memory gives its own in one piece, and readers write to what they get. Pieces come from a disk.
        if (!pieces || (await isBlock(cid, pieces))) return pieces && isOne(pieces) ? pieces.slice() : pieces
        await store.delete(cid)
        return undefined
      }),
  }
}

function isOne(pieces: Uint8ArrayList): boolean {
  return [...pieces].length === 1
}

/** A block as the store has it, unchecked, in the pieces that it was read in. */
export async function readPieces(store: BlockStore, cid: CID): Promise<Uint8ArrayList | undefined> {
  try {
    const pieces = new Uint8ArrayList()
    for await (const piece of store.get(cid)) pieces.append(piece)
    return pieces
  } catch (error) {
    // By name: the error of a store may come from another copy of its package.
    if (error instanceof Error && error.name === 'NotFoundError') return undefined
    throw error
  }
}

/** The same in one piece, which may be the store's own. */
export async function readBlock(store: BlockStore, cid: CID): Promise<Uint8Array | undefined> {
  return (await readPieces(store, cid))?.subarray()
}
