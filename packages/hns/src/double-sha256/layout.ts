/** Where things stand in the memory of the module that hashes four messages at once. Each word is there four times. */
export const LAYOUT = { constants: 0, schedule: 1024, block: 1280, midstate: 1536, initial: 1664 } as const
