import { bytesToHex } from '@noble/hashes/utils.js'
import { idOf, type Key } from './key.ts'
import type { Entry, RecordStore } from './record-store.ts'

/**
 * Own records that gossip has not brought round yet. They are on disk, and in no answer to a neighbour: whoever was the
 * first to have a record when asked would be known to have written it.
 */
export class HeldBack {
  readonly #entries = new Map<string, Entry>()
  /** Of their bodies. */
  bytes = 0

  get size(): number {
    return this.#entries.size
  }

  has(key: Key): boolean {
    return this.#entries.size > 0 && this.#entries.has(nameOf(key))
  }

  add(entry: Entry): void {
    this.#entries.set(nameOf(entry.key), entry)
    this.bytes += entry.body?.length ?? 0
  }

  take(key: Key): Entry | undefined {
    const entry = this.#entries.size > 0 ? this.#entries.get(nameOf(key)) : undefined
    if (entry === undefined) return undefined
    this.#entries.delete(nameOf(key))
    this.bytes -= entry.body?.length ?? 0
    return entry
  }

  /** Those that have waited longest, until no more than `most` are left. */
  takeOldest(most: number): Entry[] {
    const oldest = [...this.#entries.values()].slice(0, Math.max(0, this.#entries.size - most))
    for (const { key } of oldest) this.take(key)
    return oldest
  }

  /** The store as neighbours may see it. */
  without(store: RecordStore): RecordStore {
    if (this.#entries.size === 0) return store
    const offered = (entries: readonly Entry[]) => entries.filter(({ key }) => !this.has(key))
    return {
      write: (batch) => store.write(batch),
      restore: (events) => store.restore(events),
      close: () => store.close(),
      find: async (idPrefix, limit) => offered(await store.find(idPrefix, limit)),
      async *range(range) {
        for await (const page of store.range(range)) yield offered(page)
      },
    }
  }
}

function nameOf(key: Key): string {
  return bytesToHex(idOf(key))
}
