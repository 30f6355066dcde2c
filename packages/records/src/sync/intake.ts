import { MisbehavedError } from '../errors.ts'
import type { SessionHost } from './host.ts'
import { MAX_KNOWN, MAX_REFUSED } from './limits.ts'

// One write, one fsync. Ids fall at random on an index's pages: in a set of a million, batches of half the size write
// half as many bytes again. Of twice the size, they would hold up everything else for a tenth of a second.
const MAX_RECORDS = 8192
const MAX_BYTES = 2 * 1024 * 1024

/** Records from a peer on their way into the set. */
export class Intake {
  readonly #host: SessionHost
  #records: Uint8Array[] = []
  #bytes = 0
  added = 0
  #known = 0
  refused = 0

  constructor(host: SessionHost) {
    this.#host = host
  }

  get isFull(): boolean {
    return this.#records.length >= MAX_RECORDS || this.#bytes >= MAX_BYTES
  }

  take(records: readonly Uint8Array[]): void {
    for (const record of records) {
      this.#records.push(record)
      this.#bytes += record.length
    }
  }

  async flush(): Promise<void> {
    if (this.#records.length === 0) return
    const records = this.#records
    this.#records = []
    this.#bytes = 0
    const { added, refused } = await this.#host.admit(records)
    this.added += added
    this.refused += refused
    this.#known += records.length - added - refused
    if (this.#known > MAX_KNOWN + this.added) throw new MisbehavedError('sends what is here already')
    if (this.refused > MAX_REFUSED) throw new MisbehavedError('sends records that are not valid')
  }
}
