import { type PublicKey, publicKeyToBytes } from '@hydra/identity'
import { type Carry, carryPrefixes, type OrderRange, type RecordSet } from '@hydra/records'
import { under } from './order.ts'

// A 256th of all authors: who asks for it does not say which of them is read.
const SHOWN_BITS = 8
// As many as a record set compares at once.
const MAX_BUCKETS = 64

/** Carries what these authors say, and shows neighbours only coarse parts of all authors that they are among. */
function carryAuthors(authors: Iterable<PublicKey>): Carry {
  const prefixes = [...authors].map(publicKeyToBytes)
  let shownBits = SHOWN_BITS
  while (bucketsOf(prefixes, shownBits) > MAX_BUCKETS) shownBits--
  return carryPrefixes(prefixes, { shownBits })
}

function bucketsOf(prefixes: readonly Uint8Array[], bits: number): number {
  return new Set(prefixes.map(([first = 0]) => first >> (8 - bits))).size
}

/** Keeps what a set carries in step with whom this user reads. */
export class Carried {
  #authors: ReadonlySet<PublicKey>
  #records: Pick<RecordSet, 'carry'> | undefined

  constructor(authors: Iterable<PublicKey>) {
    this.#authors = new Set(authors)
  }

  get carry(): Carry {
    return carryAuthors(this.#authors)
  }

  attach(records: Pick<RecordSet, 'carry'>): void {
    this.#records = records
  }

  async set(authors: Iterable<PublicKey>): Promise<void> {
    const before = this.#authors
    this.#authors = new Set(authors)
    const added = [...this.#authors].filter((author) => !before.has(author))
    if (added.length === 0 && before.size === this.#authors.size) return
    // What shared a bucket with others was known by its id alone until now.
    await this.#records?.carry(this.carry, { again: inRanges(added) })
  }
}

function inRanges(authors: readonly PublicKey[]): OrderRange[] {
  return authors.map((author) => under(publicKeyToBytes(author)))
}
