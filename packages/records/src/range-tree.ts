import { compareBytes } from './byte-order.ts'
import type { Key } from './key.ts'
import { addLattice, createLattice, type Lattice, subtractLattice } from './lattice.ts'

// 2 KiB of lattice for about a thousand entries: two bytes each. At most so many are read to answer for a range.
export const BUCKET_ENTRIES = 1024
const SPLIT_AT = 2 * BUCKET_ENTRIES

export interface Bucket {
  /** Where it begins; it ends where the next begins. */
  readonly from: Uint8Array
  count: number
  readonly sum: Lattice
}

/** Fingerprints of consecutive ranges of keys, from which the fingerprint of any range is put together. */
export class RangeTree {
  readonly buckets: Bucket[]
  #last: Key | undefined

  constructor(buckets: Bucket[] = [], last?: Key) {
    this.buckets = buckets.length > 0 ? buckets : [createBucket(new Uint8Array())]
    this.#last = last
  }

  get last(): Key | undefined {
    return this.#last
  }

  add(key: Key, expanded: Lattice): void {
    const isLast = this.#last === undefined || compareBytes(key, this.#last) > 0
    const tail = this.buckets.at(-1) as Bucket
    // Keys that come in order, as times do, fill buckets from the end and never make one split.
    if (isLast && tail.count >= BUCKET_ENTRIES) this.buckets.push(createBucket(key))
    if (isLast) this.#last = key
    const bucket = this.buckets[this.indexOf(key)] as Bucket
    bucket.count++
    addLattice(bucket.sum, expanded)
  }

  remove(key: Key, expanded: Lattice): void {
    const bucket = this.buckets[this.indexOf(key)] as Bucket
    bucket.count--
    subtractLattice(bucket.sum, expanded)
  }

  /** The bucket that a key belongs to. */
  indexOf(key: Uint8Array): number {
    let low = 0
    let high = this.buckets.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (compareBytes((this.buckets[middle] as Bucket).from, key) <= 0) low = middle
      else high = middle - 1
    }
    return low
  }

  endOf(index: number): Uint8Array | undefined {
    return this.buckets[index + 1]?.from
  }

  oversized(): number {
    return this.buckets.findIndex((bucket) => bucket.count > SPLIT_AT)
  }

  replace(index: number, parts: readonly Bucket[]): void {
    this.buckets.splice(index, 1, ...parts)
  }
}

export function createBucket(from: Uint8Array): Bucket {
  return { from, count: 0, sum: createLattice() }
}
