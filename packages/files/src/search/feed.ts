import type { RecordSet, StoredRecord } from '@hydra/records'
import type { Blocked, Searches, What } from '../index-blocked.ts'
import { ClosedError } from '../errors.ts'
import { decodeIndexRecord, indexOrder } from '../index-record.ts'
import type { Found, IndexEntry, SearchIndex, SearchOptions } from '../search-index.ts'

// Entries that are put at once: whoever else runs here waits that long, and more at once is hardly faster.
const BATCH = 500

/** Keeps a search index at what the records say. */
export class SearchFeed implements Searches {
  readonly #records: RecordSet
  readonly #search: SearchIndex
  readonly #blocked: Blocked
  /** Orders whose records changed, in hex; what they say is read when they are put. */
  #changed: Uint8Array[] = []
  #running: Promise<void> = Promise.resolve()
  #waiting = false
  #caughtUp = false
  #failed: unknown
  readonly #closing = new AbortController()

  constructor(records: RecordSet, search: SearchIndex, blocked: Blocked) {
    this.#records = records
    this.#search = search
    this.#blocked = blocked
  }

  /** Reads what the engine lacks, while others go on. Whoever searches waits for it. */
  begin(): void {
    this.#next(() => this.#catchUp())
  }

  /** The set only grows: a mark of its size tells whether the engine has seen all of it. */
  async #catchUp(): Promise<void> {
    if (this.#caughtUp) return
    const mark = await this.#search.mark()
    if (mark !== this.#records.size) {
      if (mark !== undefined && mark > this.#records.size) await this.#empty()
      await this.#rebuild()
    }
    this.#caughtUp = true
  }

  /** It may hold what the set no longer does: a store that was lost, or belongs to somebody else. */
  async #empty(): Promise<void> {
    for (;;) {
      const { ids } = await this.#search.search('', { limit: BATCH })
      if (ids.length === 0) return
      await this.#search.remove(ids)
    }
  }

  add({ order }: StoredRecord): void {
    this.#changed.push(order)
    if (this.#waiting) return
    this.#waiting = true
    this.#next(() => this.#flush())
  }

  #next(work: () => Promise<void>): void {
    this.#running = this.#running.then(work).catch((error: unknown) => void (this.#failed = error))
  }

  /** Resolves when all that was added is found. */
  async settle(): Promise<void> {
    if (!this.#caughtUp && !this.#waiting) this.begin()
    await this.#running
    const failed = this.#failed
    this.#failed = undefined
    if (failed !== undefined && !this.#closing.signal.aborted) await this.#rebuild()
  }

  async search(words: string, options: SearchOptions | undefined): Promise<Found> {
    return this.#search.search(words, options)
  }

  /** Of all records of one publisher on one CID, the one that counts. */
  async newest(order: Uint8Array): Promise<IndexEntry | undefined> {
    let newest: IndexEntry | undefined
    for await (const entry of this.#under(order)) if (newest === undefined || outranks(entry, newest)) newest = entry
    return newest
  }

  async forget(what: What, hide: () => void): Promise<void> {
    await this.settle()
    let ids: string[] = []
    for await (const entry of this.#of(what)) {
      ids.push(entry.id)
      if (ids.length < BATCH) continue
      await this.#search.remove(ids)
      ids = []
    }
    hide()
    await this.#search.remove(ids)
  }

  async show(what: What): Promise<void> {
    await this.settle()
    await this.#putAll(this.#of(what))
  }

  async close(): Promise<void> {
    // What is half read is read again when it is opened anew: its mark is set last.
    this.#closing.abort(new ClosedError())
    await this.#running
    await this.#search.close()
  }

  async #flush(): Promise<void> {
    this.#waiting = false
    const orders = this.#changed
    this.#changed = []
    if (!this.#caughtUp) return this.#catchUp()
    const size = this.#records.size
    for (const order of orders) await this.#putAll(this.#under(order))
    if (this.#changed.length === 0 && size === this.#records.size) await this.#search.put([], size)
  }

  async #rebuild(): Promise<void> {
    const size = this.#records.size
    await this.#putAll(this.#all())
    await this.#search.put([], size)
  }

  /** Entries come by publisher and CID: those that replace each other come one after the other. */
  async #putAll(entries: AsyncIterable<IndexEntry>): Promise<void> {
    let batch: IndexEntry[] = []
    let gone: string[] = []
    let newest: IndexEntry | undefined
    const take = (entry: IndexEntry): void => {
      if (this.#blocked.hides(entry)) gone.push(entry.id)
      else batch.push(entry)
    }
    const write = async (): Promise<void> => {
      if (gone.length > 0) await this.#search.remove(gone)
      if (batch.length > 0) await this.#search.put(batch)
      batch = []
      gone = []
    }
    for await (const entry of entries) {
      this.#closing.signal.throwIfAborted()
      if (newest !== undefined && newest.publisher === entry.publisher && newest.cid === entry.cid) {
        const [best, other] = outranks(entry, newest) ? [entry, newest] : [newest, entry]
        gone.push(other.id)
        newest = best
      } else {
        if (newest !== undefined) take(newest)
        newest = entry
      }
      if (batch.length + gone.length < BATCH) continue
      await write()
      // Stores of Node answer at once: without a pause nothing else would run until all is read.
      await new Promise((resolve) => setTimeout(resolve))
    }
    if (newest !== undefined) take(newest)
    await write()
  }

  async *#of(what: What): AsyncGenerator<IndexEntry> {
    if ('publisher' in what) return yield* this.#under(indexOrder(what.publisher))
    for await (const entry of this.#all()) if (entry.cid === what.cid) yield entry
  }

  async *#under(prefix: Uint8Array): AsyncGenerator<IndexEntry> {
    for await (const { bytes } of this.#records.range({ from: prefix, to: after(prefix) }))
      yield decodeIndexRecord(bytes)
  }

  async *#all(): AsyncGenerator<IndexEntry> {
    for await (const { bytes } of this.#records.range()) yield decodeIndexRecord(bytes)
  }
}

function outranks(entry: IndexEntry, other: IndexEntry): boolean {
  return entry.sequence === other.sequence ? entry.id > other.id : entry.sequence > other.sequence
}

/** The first order that does not begin with these bytes. */
function after(prefix: Uint8Array): Uint8Array {
  const next = prefix.slice()
  for (let i = next.length - 1; i >= 0; i--) {
    const byte = ((next[i] as number) + 1) % 256
    next[i] = byte
    if (byte !== 0) return next
  }
  return new Uint8Array(prefix.length + 1).fill(255)
}
