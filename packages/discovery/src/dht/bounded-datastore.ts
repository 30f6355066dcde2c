import { MemoryDatastore } from 'datastore-core'

type Key = Parameters<MemoryDatastore['put']>[0]

/** Forgets the oldest entry when it is full: libp2p's DHT keeps every provider that anybody sends, for two days. */
export class BoundedDatastore extends MemoryDatastore {
  readonly #order = new Map<string, Key>()
  readonly #maxEntries: number

  constructor(maxEntries: number) {
    super()
    this.#maxEntries = maxEntries
  }

  override put(...[key, value, options]: Parameters<MemoryDatastore['put']>): ReturnType<MemoryDatastore['put']> {
    this.#order.delete(key.toString())
    this.#order.set(key.toString(), key)
    const [oldest] = this.#order.values()
    if (this.#order.size > this.#maxEntries && oldest) void this.delete(oldest)
    return super.put(key, value, options)
  }

  override delete(...[key, options]: Parameters<MemoryDatastore['delete']>): ReturnType<MemoryDatastore['delete']> {
    this.#order.delete(key.toString())
    return super.delete(key, options)
  }
}
