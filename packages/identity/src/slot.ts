import { checkBytes } from './argument.ts'
import { SlotError } from './errors.ts'

/**
 * Keeps one small value whole. Whatever stops a write half-way, `read` gives the old value or the new one.
 * The values here are an encrypted identity and a list of petnames.
 */
export interface Slot {
  /** `undefined` where nothing was ever written. Throws `SlotError` where it cannot be read safely. */
  read(): Promise<Uint8Array | undefined>
  /** Resolves when the value is durable. `create` writes only into an empty slot, and returns whether it did. */
  write(bytes: Uint8Array, mode: 'create' | 'replace'): Promise<boolean>
}

/** The largest value: ten thousand petnames, each as long as it may be, take 3 MB. */
export const MAX_SLOT_BYTES = 4 * 1_024 * 1_024

/** Refuses to write what `read` would not give back. */
export function checkSlotValue(bytes: Uint8Array): void {
  checkBytes('value', bytes)
  if (bytes.length > MAX_SLOT_BYTES) {
    throw new SlotError(`The value has ${bytes.length} bytes, and ${MAX_SLOT_BYTES} are the limit. Split it up.`)
  }
}

/** Keeps a value for as long as it is referenced: for tests, and for identities that should leave no trace. */
export function memorySlot(): Slot {
  let stored: Uint8Array | undefined
  return {
    read: () => Promise.resolve(stored && Uint8Array.from(stored)),
    async write(bytes, mode) {
      checkSlotValue(bytes)
      if (mode === 'create' && stored !== undefined) return false
      stored = Uint8Array.from(bytes)
      return true
    },
  }
}
