import { ClosedError } from './errors.ts'
import { idOf } from './key.ts'
import type { Entry, RecordStore, Restored } from './record-store.ts'
import { Serial } from './serial.ts'
import { Summary } from './summary.ts'
import { decodeSummary, encodeSummary } from './summary-codec.ts'

// One write is one fsync; so many share it. More would hold up those who read.
const MAX_BATCH = 1024
// After a crash at most so many entries, or a 32nd of all, are summed up anew: about 7 µs each.
const SAVE_AFTER = 16_384
// So few are summed up anew in less time than it takes to write and read a summary.
const SAVE_ON_CLOSE = 1024

interface Waiting {
  readonly entry: Entry
  readonly resolve: (added: boolean) => void
  readonly reject: (error: unknown) => void
}

export interface KeeperEvents {
  onDamaged(what: string): void
  /** Entries that another tab put. */
  onOthers(entries: readonly Entry[]): void
}

/** Keeps the store and the summary of it in step. Everything that touches either goes through one queue. */
export class Keeper {
  readonly #store: RecordStore
  readonly #serial = new Serial()
  #summary = new Summary()
  #waiting: Waiting[] = []
  #unsaved = 0
  #stale = false
  #closed: Promise<void> | undefined

  constructor(store: RecordStore) {
    this.#store = store
  }

  static async open(store: RecordStore, events: KeeperEvents): Promise<Keeper> {
    const keeper = new Keeper(store)
    const restored = await store.restore({
      onDamaged(what) {
        keeper.#stale = true
        events.onDamaged(what)
      },
      onForgotten() {
        keeper.#stale = true
      },
      onOthers() {
        void keeper.#serial.run(() => keeper.#takeOthers(restored, events))
      },
    })
    const saved = restored.summary && decodeSummary(restored.summary)
    if (saved !== undefined) keeper.#summary = saved
    if (saved === undefined && restored.summary !== undefined) await keeper.#rebuild()
    else await keeper.#sum(restored.added())
    return keeper
  }

  get size(): number {
    return this.#summary.whole.count
  }

  /** Of the bodies that are kept. */
  get bytes(): number {
    return this.#summary.bytes
  }

  /** Drops the bodies of entries. */
  drop(entries: readonly Entry[]): Promise<void> {
    return this.read(async (summary, store) => {
      await store.write({ drop: entries.map(({ key }) => idOf(key)) })
      for (const { body } of entries) summary.bytes -= body?.length ?? 0
      this.#unsaved += entries.length
    })
  }

  /** Knows entries no more. The saved summary is gone with them, so it is written again on the next occasion. */
  forget(entries: readonly Entry[]): Promise<void> {
    return this.read(async (summary, store) => {
      await store.write({ forget: entries.map(({ key }) => idOf(key)) })
      for (const entry of entries) summary.remove(entry)
      this.#unsaved = this.size
    })
  }

  /** Reads store and summary at one moment, between writes. */
  read<T>(task: (summary: Summary, store: RecordStore) => Promise<T> | T): Promise<T> {
    if (this.#closed !== undefined) return Promise.reject(new ClosedError())
    return this.#serial.run(async () => {
      if (this.#stale) await this.#rebuild()
      return task(this.#summary, this.#store)
    })
  }

  /** Puts one entry, together with others that are waiting; whether it is new. Callers wait, so the queue is theirs. */
  put(entry: Entry): Promise<boolean> {
    if (this.#closed !== undefined) return Promise.reject(new ClosedError())
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject })
      if (this.#waiting.length === 1) void this.#serial.run(() => this.#flush())
    })
  }

  putAll(entries: readonly Entry[]): Promise<readonly boolean[]> {
    return this.read(() => this.#write(entries))
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting.splice(0, MAX_BATCH)
    if (this.#waiting.length > 0) void this.#serial.run(() => this.#flush())
    try {
      const added = await this.#write(batch.map((waiting) => waiting.entry))
      batch.forEach((waiting, i) => {
        waiting.resolve(added[i] as boolean)
      })
    } catch (error) {
      for (const waiting of batch) waiting.reject(error)
    }
  }

  async #write(entries: readonly Entry[]): Promise<readonly boolean[]> {
    const added = await this.#store.write({ put: entries })
    entries.forEach((entry, i) => {
      if (added[i] === true) this.#summary.add(entry)
    })
    this.#unsaved += entries.length
    await this.#summary.settle(this.#store)
    if (this.#unsaved > Math.max(SAVE_AFTER, this.size / 32)) await this.#save()
    return added
  }

  async #save(): Promise<void> {
    await this.#store.write({ summary: encodeSummary(this.#summary) })
    this.#unsaved = 0
  }

  async #takeOthers(restored: Restored, events: KeeperEvents): Promise<void> {
    if (this.#closed !== undefined) return
    for await (const page of restored.added()) {
      for (const entry of page) this.#summary.add(entry)
      await this.#summary.settle(this.#store)
      events.onOthers(page)
    }
  }

  async #rebuild(): Promise<void> {
    this.#stale = false
    this.#summary = new Summary()
    await this.#sum(this.#store.range({}))
    this.#unsaved++
  }

  async #sum(pages: AsyncIterable<readonly Entry[]>): Promise<void> {
    for await (const page of pages) {
      for (const entry of page) this.#summary.add(entry)
      this.#unsaved += page.length
      await this.#summary.settle(this.#store)
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#serial.run(async () => {
      try {
        if (!this.#stale && this.#unsaved > SAVE_ON_CLOSE) await this.#save()
      } finally {
        await this.#store.close()
      }
    })
    return this.#closed
  }
}
