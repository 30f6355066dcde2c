import { ClosedError } from './errors.ts'
import { HeldBack } from './held-back.ts'
import { idOf, type Key } from './key.ts'
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

// As many as are pushed at a time; more at once come from no person whom it would hide.
const MAX_HELD = 4096

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
  readonly #holdsBack: boolean
  readonly #serial = new Serial()
  readonly #held = new HeldBack()
  #summary = new Summary()
  #waiting: Waiting[] = []
  #unsaved = 0
  #stale = false
  #closed: Promise<void> | undefined

  constructor(store: RecordStore, holdsBack: boolean) {
    this.#store = store
    this.#holdsBack = holdsBack
  }

  /** `holdsBack`: own entries are not offered to neighbours until they are released, or others bring them, too. */
  static async open(store: RecordStore, events: KeeperEvents, holdsBack: boolean): Promise<Keeper> {
    const keeper = new Keeper(store, holdsBack)
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
    return this.#summary.count + this.#held.size
  }

  /** Of the bodies that are kept. */
  get bytes(): number {
    return this.#summary.bytes + this.#held.bytes
  }

  /** Drops the bodies of entries. */
  drop(entries: readonly Entry[]): Promise<void> {
    return this.read(async (summary, store) => {
      await store.write({ drop: entries.map(({ key }) => idOf(key)) })
      for (const { key, body } of entries) {
        if (this.#held.take(key) !== undefined) this.#held.add({ key, body: undefined })
        else summary.bytes -= body?.length ?? 0
      }
      this.#unsaved += entries.length
    })
  }

  /** Knows entries no more. The saved summary is gone with them, so it is written again on the next occasion. */
  forget(entries: readonly Entry[]): Promise<void> {
    return this.read(async (summary, store) => {
      await store.write({ forget: entries.map(({ key }) => idOf(key)) })
      for (const entry of entries) if (this.#held.take(entry.key) === undefined) summary.remove(entry)
      this.#unsaved = this.size
    })
  }

  /** Reads store and summary as neighbours may see them. */
  offer<T>(task: (summary: Summary, store: RecordStore) => Promise<T> | T): Promise<T> {
    return this.read((summary, store) => task(summary, this.#held.without(store)))
  }

  /** Offers these to neighbours from now on, if they were held back. */
  release(keys: readonly Key[]): Promise<void> {
    return this.read(() => this.#count(keys.map((key) => this.#held.take(key)).filter((entry) => entry !== undefined)))
  }

  /** Reads store and summary at one moment, between writes. */
  read<T>(task: (summary: Summary, store: RecordStore) => Promise<T> | T): Promise<T> {
    if (this.#closed !== undefined) return Promise.reject(new ClosedError())
    return this.#serial.run(async () => {
      if (this.#stale) await this.#rebuild()
      return task(this.#summary, this.#store)
    })
  }

  /** Puts one of our own, together with others that wait; whether it is new. Callers wait, so the queue is theirs. */
  put(entry: Entry): Promise<boolean> {
    if (this.#closed !== undefined) return Promise.reject(new ClosedError())
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject })
      if (this.#waiting.length === 1) void this.#serial.run(() => this.#flush())
    })
  }

  putOwn(entries: readonly Entry[]): Promise<readonly boolean[]> {
    return this.read(() => this.#write(entries, this.#holdsBack))
  }

  /** Puts what others sent. */
  putOthers(entries: readonly Entry[]): Promise<readonly boolean[]> {
    return this.read(() => this.#write(entries, false))
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting.splice(0, MAX_BATCH)
    if (this.#waiting.length > 0) void this.#serial.run(() => this.#flush())
    try {
      const added = await this.#write(
        batch.map(({ entry }) => entry),
        this.#holdsBack,
      )
      batch.forEach((waiting, i) => {
        waiting.resolve(added[i] as boolean)
      })
    } catch (error) {
      for (const waiting of batch) waiting.reject(error)
    }
  }

  async #write(entries: readonly Entry[], hold: boolean): Promise<readonly boolean[]> {
    const added = await this.#store.write({ put: entries })
    const counted: Entry[] = []
    entries.forEach((entry, i) => {
      const isNew = added[i] === true
      if (isNew && hold) this.#held.add(entry)
      const back = isNew || hold ? undefined : this.#held.take(entry.key)
      if (isNew && !hold) counted.push(entry)
      else if (back !== undefined) counted.push(back)
    })
    this.#unsaved += entries.length
    await this.#count([...counted, ...this.#held.takeOldest(MAX_HELD)])
    // A summary says of every entry so far that it is counted.
    if (this.#held.size === 0 && this.#unsaved > Math.max(SAVE_AFTER, this.size / 32)) await this.#save()
    return added
  }

  async #count(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) this.#summary.add(entry)
    await this.#summary.settle(this.#held.without(this.#store))
  }

  // Only a shortcut: without it entries are summed up again. A disk that takes no more shows at the next write, and a
  // set on a full disk must still close.
  async #save(): Promise<void> {
    try {
      await this.#store.write({ summary: encodeSummary(this.#summary) })
      this.#unsaved = 0
    } catch {
      this.#unsaved = SAVE_ON_CLOSE
    }
  }

  async #takeOthers(restored: Restored, events: KeeperEvents): Promise<void> {
    if (this.#closed !== undefined) return
    for await (const page of restored.added()) {
      await this.#count(page)
      events.onOthers(page)
    }
  }

  async #rebuild(): Promise<void> {
    this.#stale = false
    this.#summary = new Summary()
    await this.#sum(this.#held.without(this.#store).range({}))
    this.#unsaved++
  }

  async #sum(pages: AsyncIterable<readonly Entry[]>): Promise<void> {
    for await (const page of pages) {
      await this.#count(page)
      this.#unsaved += page.length
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#serial.run(async () => {
      try {
        await this.#count(this.#held.takeOldest(0))
        if (!this.#stale && this.#unsaved > SAVE_ON_CLOSE) await this.#save()
      } finally {
        await this.#store.close()
      }
    })
    return this.#closed
  }
}
