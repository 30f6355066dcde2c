import { bytesToHex } from '@noble/hashes/utils.js'
import { afterPrefix } from '../byte-order.ts'
import { ClosedError } from '../errors.ts'
import { idOf, MAX_KEY_BYTES } from '../key.ts'
import type { Entry, KeyRange, RecordStore, Restored, StoreBatch, StoreEvents } from '../record-store.ts'
import { checksum, entryOf, type Row } from '../stored-row.ts'
import { committed, ENTRIES, openDatabase, result, SUMMARY } from './requests.ts'
import { SeenSequence } from './seen-sequence.ts'

// Many want only the first few entries of a range; who reads on gets pages that grow.
const FIRST_PAGE = 4
const PAGE = 256
// Those who write wait for a transaction's end.
const ASKED_MS = 20
const END = new Uint8Array(MAX_KEY_BYTES + 1).fill(0xff)

interface SavedSummary {
  readonly seq: number
  readonly bytes: Uint8Array
}

/** Opens a database of this origin. Several tabs may have it open: each sees what the others put. */
export async function openIndexedDbStore(name: string): Promise<RecordStore> {
  const database = await openDatabase(`hydra-records:${name}`)
  return new IndexedDbStore(database, new BroadcastChannel(`hydra-records:${name}`))
}

class IndexedDbStore implements RecordStore {
  readonly #database: IDBDatabase
  readonly #channel: BroadcastChannel
  #seen = new SeenSequence(0)
  #closed = false
  #asked: { readonly transaction: IDBTransaction; readonly until: number } | undefined

  constructor(database: IDBDatabase, channel: BroadcastChannel) {
    this.#database = database
    this.#channel = channel
    // A newer version of the page wants to change the schema: let it.
    database.addEventListener('versionchange', () => void this.close())
  }

  async write({ put = [], drop = [], forget = [], summary }: StoreBatch): Promise<readonly boolean[]> {
    const transaction = this.#begin('readwrite')
    const done = committed(transaction)
    try {
      const added = await this.#put(transaction.objectStore(ENTRIES), put)
      for (const id of drop) await dropBody(transaction.objectStore(ENTRIES), id)
      if (forget.length > 0) await forgetAll(transaction, forget)
      if (summary !== undefined) this.#saveSummary(transaction, summary)
      await done
      const own = added.filter((seq) => seq !== undefined)
      this.#seen.addOwn(own)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of this origin only, and takes none
      if (own.length > 0) this.#channel.postMessage('added')
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- as above
      if (forget.length > 0) this.#channel.postMessage('forgot')
      return added.map((seq) => seq !== undefined)
    } catch (error) {
      await done
      throw error
    }
  }

  async #put(store: IDBObjectStore, entries: readonly Entry[]): Promise<(number | undefined)[]> {
    const added: (number | undefined)[] = []
    for (const entry of entries) {
      const id = idOf(entry.key).slice()
      const known = await result(store.index('id').getKey(id))
      const row = { id, key: entry.key, body: entry.body ?? null, crc: checksum(entry) }
      added.push(known === undefined ? Number(await result(store.add(row))) : undefined)
    }
    return added
  }

  // Up to where this tab has seen everything: another's entries beyond it are not in its summary.
  #saveSummary(transaction: IDBTransaction, bytes: Uint8Array): void {
    const saved: SavedSummary = { seq: this.#seen.all, bytes }
    transaction.objectStore(SUMMARY).put(saved, 0)
  }

  async find(idPrefix: Uint8Array, limit: number): Promise<readonly Entry[]> {
    const end = afterPrefix(idPrefix) ?? END
    const bounds = IDBKeyRange.bound(idPrefix, end, false, true)
    const rows: Row[] = await this.#ask((entries) => entries.index('id').getAll(bounds, limit))
    return this.#sound(rows)
  }

  async *range({ from = new Uint8Array(), to = END, reverse = false }: KeyRange): AsyncIterable<readonly Entry[]> {
    let [low, high, isOpen] = [from, to, false]
    for (let size = FIRST_PAGE; ; size = Math.min(size * 4, PAGE)) {
      // Two equal ends with one of them open are no range to IndexedDB, and an empty one to us.
      if (indexedDB.cmp(low, high) >= 0) return
      const bounds = IDBKeyRange.bound(low, high, isOpen, true)
      const rows = reverse ? await this.#lastRows(bounds, size) : await this.#firstRows(bounds, size)
      const entries = await this.#sound(rows)
      if (entries.length > 0) yield entries
      const last = rows.at(-1)
      if (last === undefined || rows.length < size) return
      if (reverse) high = last.key
      else [low, isOpen] = [last.key, true]
    }
  }

  async restore(events: StoreEvents): Promise<Restored> {
    const saved: SavedSummary | undefined = await result(this.#begin('readonly').objectStore(SUMMARY).get(0))
    this.#seen = new SeenSequence(saved?.seq ?? 0)
    this.#onDamaged = events.onDamaged.bind(events)
    this.#channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (data === 'added') events.onOthers()
      else if (data === 'forgot') events.onForgotten()
      else events.onDamaged(String(data))
    })
    return { summary: saved?.bytes, added: () => this.#added() }
  }

  #onDamaged: (what: string) => void = () => undefined

  async *#added(): AsyncIterable<readonly Entry[]> {
    for (;;) {
      const store = this.#begin('readonly').objectStore(ENTRIES)
      const rows: Row[] = await result(store.getAll(IDBKeyRange.lowerBound(this.#seen.all, true), PAGE))
      const last = rows.at(-1)
      if (last === undefined) return
      const others = rows.filter(({ seq }) => !this.#seen.isOwn(seq))
      this.#seen.advance(last.seq)
      const entries = await this.#sound(others)
      if (entries.length > 0) yield entries
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#channel.close()
    this.#database.close()
  }

  #firstRows(bounds: IDBKeyRange, limit: number): Promise<Row[]> {
    return this.#ask((entries) => entries.index('key').getAll(bounds, limit))
  }

  #lastRows(bounds: IDBKeyRange, limit: number): Promise<Row[]> {
    // A cursor is called back for each row; the others are read at once where the browser can (IndexedDB 3.1).
    if (!('getAllRecords' in IDBIndex.prototype)) return this.#rowsByCursor(bounds, limit)
    const backwards = { query: bounds, direction: 'prev', count: limit } as unknown as IDBKeyRange
    return this.#ask((entries) => entries.index('key').getAll(backwards))
  }

  async #rowsByCursor(bounds: IDBKeyRange, limit: number): Promise<Row[]> {
    const rows: Row[] = []
    const request = this.#begin('readonly').objectStore(ENTRIES).index('key').openCursor(bounds, 'prev')
    for (let cursor = await result(request); cursor !== null; ) {
      rows.push(cursor.value as Row)
      if (rows.length === limit) break
      const next = result(request)
      cursor.continue()
      cursor = await next
    }
    return rows
  }

  /** Asks in a transaction that was asked in just now, if it takes one more: to begin one takes as long as an answer. */
  #ask<T>(question: (entries: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const now = performance.now()
    if (this.#asked !== undefined && now < this.#asked.until) {
      try {
        return result(question(this.#asked.transaction.objectStore(ENTRIES)))
      } catch {
        // It is over. A question that is wrong fails again below.
      }
    }
    const transaction = this.#begin('readonly')
    this.#asked = { transaction, until: now + ASKED_MS }
    return result(question(transaction.objectStore(ENTRIES)))
  }

  #begin(mode: IDBTransactionMode): IDBTransaction {
    if (this.#closed) throw new ClosedError()
    return this.#database.transaction([ENTRIES, SUMMARY], mode, { durability: 'strict' })
  }

  /** The entries that are whole. The others are dropped, and the summary that counts them with them. */
  async #sound(rows: readonly Row[]): Promise<Entry[]> {
    const entries: Entry[] = []
    for (const row of rows) {
      const entry = entryOf(row)
      if (entry !== undefined) entries.push(entry)
      else await this.#forget(row)
    }
    return entries
  }

  async #forget({ seq, key }: Row): Promise<void> {
    const transaction = this.#begin('readwrite')
    const done = committed(transaction)
    transaction.objectStore(ENTRIES).delete(seq)
    transaction.objectStore(SUMMARY).delete(0)
    await done
    const what = `record ${bytesToHex(idOf(key))} was damaged and is dropped`
    this.#onDamaged(what)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of this origin only, and takes none
    this.#channel.postMessage(what)
  }
}

async function dropBody(store: IDBObjectStore, id: Uint8Array): Promise<void> {
  const row: Row | undefined = await result(store.index('id').get(id as BufferSource & Uint8Array<ArrayBuffer>))
  if (row === undefined) return
  await result(store.put({ ...row, body: null, crc: checksum({ key: row.key, body: undefined }) }))
}

async function forgetAll(transaction: IDBTransaction, ids: readonly Uint8Array[]): Promise<void> {
  const store = transaction.objectStore(ENTRIES)
  for (const id of ids) {
    const seq = await result(store.index('id').getKey(id as BufferSource & Uint8Array<ArrayBuffer>))
    if (seq !== undefined) await result(store.delete(seq))
  }
  transaction.objectStore(SUMMARY).delete(0)
}
