/** Brings a service's source by its CID, verified. The files package satisfies it. */
export interface Bundles {
  get(cid: string, options?: { signal?: AbortSignal }): Promise<Uint8Array>
}
