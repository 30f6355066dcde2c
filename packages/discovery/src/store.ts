/** Keeps a few kilobytes from one start to the next. What it returns is not trusted: it may be damaged or gone. */
export interface DiscoveryStore {
  load(): Promise<Uint8Array | undefined>
  save(bytes: Uint8Array): Promise<void>
}

/** Forgets at the end of the process. */
export function memoryStore(): DiscoveryStore {
  let held: Uint8Array | undefined
  return {
    load: async () => held?.slice(),
    save: async (bytes) => {
      held = bytes.slice()
    },
  }
}
