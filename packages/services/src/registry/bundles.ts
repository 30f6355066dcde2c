import { cidOf } from './cid.ts'

/** Keeps and brings blocks by their CIDs. The files package satisfies it. */
export interface Bundles {
  /** `undefined` means: nobody who was asked has it. What comes is verified by the asker. */
  get(cid: string, options?: { signal?: AbortSignal }): Promise<Uint8Array | undefined>
  /** Offers a block of at most a mebibyte to others. Returns its CID: version 1, raw, SHA-256. */
  put(bytes: Uint8Array, options?: { signal?: AbortSignal }): Promise<string>
}

/** Bundles in memory. */
export function memoryBundles(): Bundles {
  const table = new Map<string, Uint8Array>()
  return {
    async get(cid, { signal } = {}) {
      signal?.throwIfAborted()
      return table.get(cid)?.slice()
    },
    async put(bytes, { signal } = {}) {
      signal?.throwIfAborted()
      const cid = await cidOf(bytes)
      table.set(cid, bytes.slice())
      return cid
    },
  }
}
