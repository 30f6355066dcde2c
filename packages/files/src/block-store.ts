/** Keeps verified blocks by CID. Any `interface-blockstore` store becomes one by an adapter. */
export interface BlockStore {
  put(cid: string, bytes: Uint8Array): Promise<void>
  get(cid: string): Promise<Uint8Array | undefined>
  delete(cid: string): Promise<void>
  list(): AsyncIterable<string>
}

/** A block store in memory. */
export function memoryBlocks(): BlockStore {
  const blocks = new Map<string, Uint8Array>()
  return {
    put: async (cid, bytes) => void blocks.set(cid, bytes.slice()),
    get: async (cid) => blocks.get(cid)?.slice(),
    delete: async (cid) => void blocks.delete(cid),
    async *list() {
      yield* blocks.keys()
    },
  }
}
