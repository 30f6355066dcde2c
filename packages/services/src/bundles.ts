/** Brings a service's source by its CID, verified. The files package satisfies it. */
export interface Bundles {
  /** `undefined` means: nobody who was asked has it. */
  get(cid: string, options?: { signal?: AbortSignal }): Promise<Uint8Array | undefined>
}

/** Bundles from a fixed table. */
export function memoryBundles(table: ReadonlyMap<string, Uint8Array>): Bundles {
  return {
    async get(cid, { signal } = {}) {
      signal?.throwIfAborted()
      return table.get(cid)?.slice()
    },
  }
}
