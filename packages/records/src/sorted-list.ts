import { compareBytes } from './byte-order.ts'

// A chunk is spliced in well under a microsecond up to this size.
const MAX_CHUNK = 512

/** Items ordered by a byte string, in chunks, so that a million can be added one by one. */
export class SortedList<T> {
  readonly #keyOf: (item: T) => Uint8Array
  readonly #chunks: T[][] = [[]]

  constructor(keyOf: (item: T) => Uint8Array) {
    this.#keyOf = keyOf
  }

  add(item: T): void {
    const key = this.#keyOf(item)
    const at = this.#chunkFor(key)
    const chunk = this.#chunks[at] as T[]
    chunk.splice(this.#firstFrom(chunk, key), 0, item)
    if (chunk.length > MAX_CHUNK) this.#chunks.splice(at + 1, 0, chunk.splice(MAX_CHUNK / 2))
  }

  remove(item: T): void {
    const key = this.#keyOf(item)
    const at = this.#chunkFor(key)
    const chunk = this.#chunks[at] as T[]
    const index = chunk.indexOf(item)
    if (index >= 0) chunk.splice(index, 1)
    if (chunk.length === 0 && this.#chunks.length > 1) this.#chunks.splice(at, 1)
  }

  /** Up to `limit` items from `from` on. */
  page(from: Uint8Array, limit: number): T[] {
    const found: T[] = []
    let at = this.#chunkFor(from)
    let index = this.#firstFrom(this.#chunks[at] as T[], from)
    for (; at < this.#chunks.length && found.length < limit; at++, index = 0) {
      found.push(...(this.#chunks[at] as T[]).slice(index, index + limit - found.length))
    }
    return found
  }

  /** Up to `limit` items before `to`, the last first; without `to` from the end. */
  pageBefore(to: Uint8Array | undefined, limit: number): T[] {
    const found: T[] = []
    let at = to === undefined ? this.#chunks.length - 1 : this.#chunkFor(to)
    let index = to === undefined ? Number.MAX_SAFE_INTEGER : this.#firstFrom(this.#chunks[at] as T[], to)
    for (; at >= 0 && found.length < limit; at--, index = Number.MAX_SAFE_INTEGER) {
      const chunk = this.#chunks[at] as T[]
      const end = Math.min(index, chunk.length)
      found.push(...chunk.slice(Math.max(0, end - limit + found.length), end).reverse())
    }
    return found
  }

  #chunkFor(key: Uint8Array): number {
    let low = 0
    let high = this.#chunks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      const first = (this.#chunks[middle] as T[])[0] as T
      if (compareBytes(this.#keyOf(first), key) <= 0) low = middle
      else high = middle - 1
    }
    return low
  }

  #firstFrom(chunk: T[], key: Uint8Array): number {
    let low = 0
    let high = chunk.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (compareBytes(this.#keyOf(chunk[middle] as T), key) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
