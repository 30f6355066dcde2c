import { bytesToHex } from '@noble/hashes/utils.js'
import { type PublicKey, publicKeyToBytes } from '@hydra/identity'
import { type Carry, carryPrefixes, type OrderRange, type RecordSet } from '@hydra/records'
import { under } from './order.ts'
import { MAX_ENTRIES } from './strangers.ts'

// A 256th of all authors: who asks for it does not say which of them is read.
const SHOWN_BITS = 8
// As many as a record set compares at once.
const MAX_BUCKETS = 64

/** Whom this user reads: all of some authors, and a little of others. */
export interface Readership {
  readonly whole: ReadonlySet<PublicKey>
  readonly little: ReadonlySet<PublicKey>
}

function bucketsOf(prefixes: readonly Uint8Array[], bits: number): number {
  return new Set(prefixes.map(([first = 0]) => first >> (8 - bits))).size
}

/** Keeps what a set carries in step with whom this user reads, and shows neighbours only coarse parts of all authors. */
export class Carried {
  #authors: Readership
  #records: Pick<RecordSet, 'carry' | 'range'> | undefined
  /** How many entries are kept of each author of whom only a little is. */
  #kept = new Map<string, number>()
  /** While the set looks through what it has: that was let in before. */
  #isChanging = false
  #queue: Promise<void> = Promise.resolve()

  constructor(authors: Readership) {
    this.#authors = authors
    this.#kept = new Map([...authors.little].map((author) => [nameOf(author), 0]))
  }

  get carry(): Carry {
    const prefixes = [...this.#authors.whole, ...this.#authors.little].map(publicKeyToBytes)
    let shownBits = SHOWN_BITS
    while (bucketsOf(prefixes, shownBits) > MAX_BUCKETS) shownBits--
    const all = carryPrefixes(prefixes, { shownBits })
    const isOfThem = (order: Uint8Array, bytes: Uint8Array) => all.wants?.(order, bytes) === true
    return { ranges: all.ranges, wants: (order, bytes) => isOfThem(order, bytes) && this.#takesIn(order) }
  }

  /** Whether there is room for what is new. Asked once for each: many are looked at before the first of them is kept. */
  #takesIn(order: Uint8Array): boolean {
    const name = nameAt(order)
    const kept = this.#kept.get(name)
    if (kept === undefined || this.#isChanging) return true
    if (kept >= MAX_ENTRIES) return false
    this.#kept.set(name, kept + 1)
    return true
  }

  async attach(records: Pick<RecordSet, 'carry' | 'range'>): Promise<void> {
    this.#records = records
    await this.#count(this.#authors.little)
  }

  set(authors: Readership): Promise<void> {
    const done = this.#queue.then(() => this.#change(authors))
    this.#queue = done.catch(() => undefined)
    return done
  }

  async #change(authors: Readership): Promise<void> {
    const before = this.#authors
    if (isSame(before.whole, authors.whole) && isSame(before.little, authors.little)) return
    this.#authors = authors
    const newcomers = without(authors.little, before.little)
    const added = [...without(authors.whole, before.whole), ...newcomers]
    this.#kept = new Map([...authors.little].map((author) => [nameOf(author), this.#kept.get(nameOf(author)) ?? 0]))
    this.#isChanging = true
    try {
      // What shared a bucket with others, or was too much of a stranger, was known by its id alone until now.
      await this.#records?.carry(this.carry, { again: inRanges(added) })
    } finally {
      this.#isChanging = false
    }
    await this.#count(newcomers)
  }

  async #count(authors: Iterable<PublicKey>): Promise<void> {
    for (const author of authors) {
      let kept = 0
      for await (const _ of this.#records?.range(under(publicKeyToBytes(author))) ?? []) kept++
      this.#kept.set(nameOf(author), kept)
    }
  }
}

const without = (all: ReadonlySet<PublicKey>, some: ReadonlySet<PublicKey>) =>
  [...all].filter((each) => !some.has(each))
const isSame = (a: ReadonlySet<PublicKey>, b: ReadonlySet<PublicKey>) => a.size === b.size && without(a, b).length === 0
const nameOf = (author: PublicKey): string => bytesToHex(publicKeyToBytes(author))
const nameAt = (order: Uint8Array): string => bytesToHex(order.subarray(0, 32))

function inRanges(authors: readonly PublicKey[]): OrderRange[] {
  return authors.map((author) => under(publicKeyToBytes(author)))
}
