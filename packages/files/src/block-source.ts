import type { BlockStore } from './block-store.ts'

/** Yields verified-to-be blocks from somewhere: a swarm, a gateway, another IPFS peer, the router, a disk. */
export interface BlockSource {
  readonly name: string
  /** Asks for a block by its CID. `undefined` means: not here. What it returns is verified by the caller. */
  get(cid: string, options: { signal: AbortSignal }): Promise<Uint8Array | undefined>
}

/** Serves what a local store holds, as a source for other peers of the process. */
export function storeSource(store: BlockStore): BlockSource {
  return { name: 'memory', get: (cid) => store.get(cid) }
}
