import { createJudge, type Candidate, type Judge } from './admission.ts'
import { breathe } from './breathe.ts'
import type { ByteStream } from './byte-stream.ts'
import { type Carry, spansOf } from './carry.ts'
import { Carrying } from './carrying.ts'
import { ClosedError, MisbehavedError, RefusedRecordError } from './errors.ts'
import type { Unsubscribe, Verdict } from './gossip.ts'
import { Keeper } from './keeper.ts'
import { escapeOrder, idOf, orderOf } from './key.ts'
import { Listeners } from './listeners.ts'
import { includes } from './parts.ts'
import type { OrderRange } from './order-range.ts'
import { createPush, type Push } from './push.ts'
import { idToBytes, idToText, type RecordId } from './record-id.ts'
import type { Range, RecordSet, RecordSetOptions, StoredRecord, SyncOptions, SyncResult } from './record-set.ts'
import type { Entry, RecordStore } from './record-store.ts'
import type { Admitted, SessionHost } from './sync/host.ts'
import { MAX_KIND_BYTES } from './sync/limits.ts'
import { refuseBusy } from './sync/refuse.ts'
import { Session } from './sync/session.ts'
import { type Clock, realClock } from './time.ts'

// Each may hold 160 KiB of symbols and a megabyte of records on their way in.
const MAX_SESSIONS = 32
// One write, one fsync: with fewer, adding many takes half as long again.
const ADD_BATCH = 8192
// Records judged in one go: 25 ms where each takes a signature to check.
const TOGETHER = 256
// Gossip that hides the origin takes seconds; what it lost on its way is brought by reconciliation after a minute.
const HELD_MS = 60_000

/** Opens a record set on a store. */
export async function createRecordSet(options: RecordSetOptions): Promise<RecordSet> {
  const kindBytes = new TextEncoder().encode(options.kind).length
  if (kindBytes === 0 || kindBytes > MAX_KIND_BYTES) throw new RangeError(`A kind has 1 to ${MAX_KIND_BYTES} bytes.`)
  const { carry, maxBytes = Number.POSITIVE_INFINITY, onNarrower = () => undefined } = options
  const carrying = new Carrying({ carry, maxBytes, onNarrower })
  const listeners = new Listeners<StoredRecord>()
  const events = {
    onDamaged: (what: string) => options.onDamaged?.(what),
    onOthers: (entries: readonly Entry[]) => {
      for (const { key, body } of entries) if (body !== undefined) listeners.tell(recordOf(key, body))
    },
  }
  try {
    return new StoredSet(
      options,
      await Keeper.open(options.store, events, options.gossip?.hidesOrigin ?? false),
      carrying,
      listeners,
    )
  } catch (error) {
    await options.store.close()
    throw error
  }
}

class StoredSet implements RecordSet {
  readonly kind: string
  readonly #store: RecordStore
  readonly #keeper: Keeper
  readonly #judge: Judge
  readonly #carryListeners = new Listeners<void>()
  readonly #carrying: Carrying
  readonly #hidden: ((record: StoredRecord) => boolean) | undefined
  readonly #listeners: Listeners<StoredRecord>
  readonly #push: Push | undefined
  readonly #clock: Clock
  readonly #holdsBack: boolean
  readonly #releases = new Set<Unsubscribe>()
  readonly #closing = new AbortController()
  #sessions = 0

  constructor(options: RecordSetOptions, keeper: Keeper, carrying: Carrying, listeners: Listeners<StoredRecord>) {
    this.#listeners = listeners
    const { kind, store, validate, gossip, maxRecordBytes = 1024, pushDelayMs = 50, clock = realClock } = options
    this.kind = kind
    this.#clock = clock
    this.#holdsBack = gossip?.hidesOrigin ?? false
    this.#store = store
    this.#keeper = keeper
    this.#judge = createJudge(validate, maxRecordBytes)
    this.#carrying = carrying
    this.#hidden = options.hidden
    const take = (records: readonly Uint8Array[]) => this.#takePushed(records)
    this.#push = gossip && createPush({ gossip, kind, delayMs: pushDelayMs, clock, take })
  }

  get size(): number {
    return this.#keeper.size
  }

  async add(bytes: Uint8Array): Promise<RecordId> {
    const candidate = await this.#judgeOwn(bytes)
    const added = await this.#keeper.put({ key: candidate.key, body: candidate.bytes })
    if (added) this.#announce([candidate])
    await this.#carrying.shrink(this.#keeper)
    return idToText(idOf(candidate.key))
  }

  async addAll(records: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<RecordId[]> {
    const ids: RecordId[] = []
    let batch: Candidate[] = []
    for await (const bytes of records) {
      batch.push(await this.#judgeOwn(bytes))
      if (batch.length < ADD_BATCH) continue
      ids.push(...(await this.#addOwn(batch)))
      batch = []
    }
    ids.push(...(await this.#addOwn(batch)))
    return ids
  }

  async #judgeOwn(bytes: Uint8Array): Promise<Candidate> {
    this.#refuseClosed()
    // Copied: the caller may write over its buffer while the record waits for the disk.
    const candidate = await this.#judge(bytes.slice())
    if (typeof candidate === 'string') throw new RefusedRecordError(candidate)
    return candidate
  }

  async #addOwn(candidates: readonly Candidate[]): Promise<RecordId[]> {
    if (candidates.length === 0) return []
    const entries = candidates.map(({ key, bytes }) => ({ key, body: bytes }))
    const added = await this.#keeper.putOwn(entries)
    this.#announce(candidates.filter((_, i) => added[i] === true))
    await this.#carrying.shrink(this.#keeper)
    return candidates.map(({ key }) => idToText(idOf(key)))
  }

  #announce(candidates: readonly Candidate[]): void {
    for (const candidate of candidates) {
      this.#tell(candidate)
      if (!this.#isHidden(candidate.key, candidate.bytes)) this.#push?.push(candidate.bytes)
    }
    if (!this.#holdsBack || candidates.length === 0) return
    const cancel = this.#clock.after(HELD_MS, () => {
      this.#releases.delete(cancel)
      this.#keeper.release(candidates.map(({ key }) => key)).catch(() => undefined)
    })
    this.#releases.add(cancel)
  }

  // A record is made out of its parts only where somebody wants to see it: a first sync has a million of them.
  #isHidden(key: Uint8Array, bytes: Uint8Array): boolean {
    return this.#hidden?.(recordOf(key, bytes)) ?? false
  }

  #tell({ key, bytes }: Candidate): void {
    if (this.#listeners.size === 0 || this.#isHidden(key, bytes)) return
    this.#listeners.tell(recordOf(key, bytes))
  }

  /** Takes in what others sent: what is not carried is left, what is not wanted is known by its id only. */
  async #admit(records: readonly Uint8Array[]): Promise<Admitted> {
    const candidates: Candidate[] = []
    let refused = 0
    for (let from = 0; from < records.length; from += TOGETHER) {
      if (from > 0) await breathe()
      for (const candidate of await this.#judgeTogether(records.slice(from, from + TOGETHER))) {
        if (typeof candidate === 'string') refused++
        else if (includes(this.#carrying.part, candidate.key)) candidates.push(candidate)
      }
    }
    const isWanted = candidates.map(({ order, bytes }) => this.#carrying.wants(order, bytes))
    const entries = candidates.map(({ key, bytes }, i) => ({ key, body: isWanted[i] === true ? bytes : undefined }))
    const added = entries.length === 0 ? [] : await this.#keeper.putOthers(entries)
    candidates.forEach((candidate, i) => {
      if (added[i] === true && isWanted[i] === true) this.#tell(candidate)
    })
    await this.#carrying.shrink(this.#keeper)
    return { added: added.filter(Boolean).length, refused }
  }

  // Rules that check signatures on other threads are kept busy by several at once; for others no promise is made.
  #judgeTogether(records: readonly Uint8Array[]): (Candidate | string)[] | Promise<(Candidate | string)[]> {
    const judged: (Candidate | string)[] = []
    const late: Promise<void>[] = []
    for (const [i, bytes] of records.entries()) {
      const one = this.#judge(bytes)
      if (one instanceof Promise) late.push(one.then((candidate) => void (judged[i] = candidate)))
      else judged[i] = one
    }
    return late.length === 0 ? judged : Promise.all(late).then(() => judged)
  }

  async #takePushed(records: readonly Uint8Array[]): Promise<Verdict> {
    const { added, refused } = await this.#admit(records)
    if (refused > 0) return 'reject'
    return added > 0 ? 'accept' : 'ignore'
  }

  async has(id: RecordId): Promise<boolean> {
    return (await this.#find(id)) !== undefined
  }

  async get(id: RecordId): Promise<Uint8Array | undefined> {
    const entry = await this.#find(id)
    return entry && this.#shown(entry)
  }

  #find(id: RecordId): Promise<Entry | undefined> {
    return this.#keeper.read(async (_, store) => (await store.find(idToBytes(id), 1))[0])
  }

  #shown({ key, body }: Entry): Uint8Array | undefined {
    return body === undefined || this.#isHidden(key, body) ? undefined : body
  }

  async *range({ from, to, reverse }: Range = {}): AsyncIterable<StoredRecord> {
    this.#refuseClosed()
    const keys = { from: from && escapeOrder(from), to: to && escapeOrder(to), reverse }
    for await (const page of this.#store.range(keys)) {
      for (const entry of page) {
        const body = this.#shown(entry)
        if (body !== undefined) yield recordOf(entry.key, body)
      }
    }
  }

  async drop(id: RecordId): Promise<void> {
    const entry = await this.#find(id)
    if (entry !== undefined) await this.#keeper.drop([entry])
  }

  async carry(carry: Carry | undefined, { again = [] }: { again?: readonly OrderRange[] } = {}): Promise<void> {
    this.#refuseClosed()
    await this.#carrying.change(this.#keeper, carry, spansOf(again))
    this.#carryListeners.tell()
  }

  onCarry(listener: () => void): Unsubscribe {
    return this.#carryListeners.add(listener)
  }

  onAdd(listener: (record: StoredRecord) => void): Unsubscribe {
    return this.#listeners.add(listener)
  }

  sync(peer: ByteStream, options: SyncOptions = {}): Promise<SyncResult> {
    return this.#session(peer, options, true)
  }

  async answer(peer: ByteStream, options: SyncOptions = {}): Promise<SyncResult> {
    if (this.#sessions >= MAX_SESSIONS) await refuseBusy(peer)
    return this.#session(peer, options, false)
  }

  async #session(peer: ByteStream, options: SyncOptions, isOpener: boolean): Promise<SyncResult> {
    this.#refuseClosed()
    const signal = AbortSignal.any([this.#closing.signal, ...(options.signal === undefined ? [] : [options.signal])])
    const session = new Session(this.#host(), peer, isOpener, { ...options, signal })
    this.#sessions++
    try {
      const result = await (isOpener ? session.open() : session.answer())
      await peer.close()
      return result
    } catch (error) {
      await session.keepWhatCame()
      peer.abort(error instanceof Error ? error : new MisbehavedError('failed'))
      throw error
    } finally {
      this.#sessions--
    }
  }

  #host(): SessionHost {
    return {
      kind: this.kind,
      size: () => this.#keeper.size,
      part: () => this.#carrying.part,
      read: (task) => this.#keeper.offer(task),
      admit: (records) => this.#admit(records),
      shown: (entry) => this.#shown(entry),
    }
  }

  #refuseClosed(): void {
    if (this.#closing.signal.aborted) throw new ClosedError()
  }

  async close(): Promise<void> {
    this.#closing.abort(new ClosedError())
    this.#push?.close()
    for (const cancel of this.#releases) cancel()
    this.#listeners.clear()
    await this.#keeper.close()
  }
}

function recordOf(key: Uint8Array, bytes: Uint8Array): StoredRecord {
  return { id: idToText(idOf(key)), order: orderOf(key), bytes }
}
