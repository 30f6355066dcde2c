import type { Unsubscribe } from './clock.ts'

/** Whoever wants to know that something changed. */
export interface Listeners {
  add(this: void, listener: () => void): Unsubscribe
  call(): void
}

/** Creates an empty list of listeners. */
export function createListeners(): Listeners {
  const listeners = new Set<{ listener: () => void }>()
  return {
    add(listener) {
      // The same function may be added twice, and each unsubscribe ends one.
      const entry = { listener }
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
    call() {
      for (const { listener } of Array.from(listeners)) listener()
    },
  }
}
