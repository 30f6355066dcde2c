import type { Unsubscribe } from './gossip.ts'

/** Who listens to one kind of event. */
export class Listeners<T> {
  readonly #listeners = new Set<(event: T) => void>()

  get size(): number {
    return this.#listeners.size
  }

  add(listener: (event: T) => void): Unsubscribe {
    // Wrapped, so that one function added twice is two listeners.
    const own = (event: T) => {
      listener(event)
    }
    this.#listeners.add(own)
    return () => {
      this.#listeners.delete(own)
    }
  }

  tell(event: T): void {
    for (const listener of this.#listeners) listener(event)
  }

  clear(): void {
    this.#listeners.clear()
  }
}
