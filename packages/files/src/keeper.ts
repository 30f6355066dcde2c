import { base32 } from 'multiformats/bases/base32'
import type { CID } from 'multiformats/cid'
import type { Bytes } from './block-source.ts'
import type { BlockStore } from './block-store.ts'
import { StoreFullError } from './errors.ts'

export interface Quota {
  /** How many bytes of blocks are kept at most. */
  readonly maxBytes: number
  /** What happens to blocks that no pin needs: those unused for longest go, or nothing goes and nothing more comes. */
  readonly whenFull: 'evict' | 'refuse'
}

/** Puts blocks into a store within its quota. What is needed is never evicted. */
export interface Keeper {
  put(cid: CID, bytes: Bytes): Promise<void>
  delete(cid: CID): Promise<void>
  /** Was read: it goes later than what was not. */
  used(cid: CID): void
  readonly need: (cid: CID) => void
  readonly release: (cid: CID) => void
  /** Whether it matters what is needed. */
  readonly isLimited: boolean
}

/** Blocks are counted once, whatever codec they are read by. */
export function blockKey({ multihash }: CID): string {
  return base32.encode(multihash.bytes)
}

export async function createKeeper(store: BlockStore, quota: Quota | undefined): Promise<Keeper> {
  if (!quota) {
    const nothing = () => {}
    const put = async (cid: CID, bytes: Bytes) => putInto(store, cid, bytes, Infinity)
    const rest = { used: nothing, need: nothing, release: nothing, isLimited: false }
    return { put, delete: async (cid) => store.delete(cid), ...rest }
  }
  const { maxBytes, whenFull } = quota
  // In the order of use. A store cannot tell sizes without reading, so what is there is read once.
  const sizes = new Map<string, { readonly cid: CID; readonly bytes: number }>()
  const needed = new Set<string>()
  let total = 0
  for await (const { cid, bytes } of store.getAll()) {
    let size = 0
    for await (const piece of bytes) size += piece.length
    sizes.set(blockKey(cid), { cid, bytes: size })
    total += size
  }

  function forget(key: string): void {
    total -= sizes.get(key)?.bytes ?? 0
    sizes.delete(key)
  }

  async function makeRoom(bytes: number): Promise<void> {
    for (const [key, { cid }] of whenFull === 'evict' ? sizes : []) {
      if (total + bytes <= maxBytes) return
      if (needed.has(key)) continue
      forget(key)
      await store.delete(cid)
    }
    if (total + bytes > maxBytes) throw new StoreFullError(maxBytes)
  }

  return {
    async put(cid, bytes) {
      const key = blockKey(cid)
      if (sizes.has(key)) return
      await makeRoom(bytes.byteLength)
      // Counted before it is written: others make room meanwhile.
      sizes.set(key, { cid, bytes: bytes.byteLength })
      total += bytes.byteLength
      try {
        await putInto(store, cid, bytes, maxBytes)
      } catch (error) {
        forget(key)
        throw error
      }
    },
    async delete(cid) {
      forget(blockKey(cid))
      await store.delete(cid)
    },
    used(cid) {
      const key = blockKey(cid)
      const entry = sizes.get(key)
      if (!entry) return
      sizes.delete(key)
      sizes.set(key, entry)
    },
    isLimited: true,
    need: (cid) => void needed.add(blockKey(cid)),
    release: (cid) => void needed.delete(blockKey(cid)),
  }
}

async function putInto(store: BlockStore, cid: CID, bytes: Bytes, maxBytes: number): Promise<void> {
  try {
    // Joined for the store alone, which may keep what comes as a list.
    await store.put(cid, bytes instanceof Uint8Array ? bytes : [bytes.slice()])
  } catch (cause) {
    if (isFull(cause)) throw new StoreFullError(maxBytes, { cause })
    throw cause
  }
}

/** Stores wrap what the system said, some of them as text alone. */
function isFull(error: unknown): boolean {
  return /ENOSPC|EDQUOT|QuotaExceeded/.test(error instanceof Error ? `${error.name} ${error.message}` : String(error))
}
