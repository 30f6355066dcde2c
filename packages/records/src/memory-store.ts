import { compareBytes, startsWith } from './byte-order.ts'
import { ClosedError } from './errors.ts'
import { idOf } from './key.ts'
import { idToText } from './record-id.ts'
import type { Entry, KeyRange, RecordStore, Restored, StoreBatch } from './record-store.ts'
import { SortedList } from './sorted-list.ts'

const PAGE = 256

interface Row {
  readonly id: Uint8Array
  readonly key: Uint8Array
  body: Uint8Array | undefined
}

/** Keeps records in memory only: for tests, and for sets that may be forgotten. */
export function memoryStore(): RecordStore {
  return new MemoryStore()
}

class MemoryStore implements RecordStore {
  readonly #rows = new Map<string, Row>()
  readonly #byKey = new SortedList<Row>((row) => row.key)
  readonly #byId = new SortedList<Row>((row) => row.id)
  #summary: Uint8Array | undefined
  #unsummarised: Row[] = []
  #closed = false

  async write({ put = [], drop = [], forget = [], summary }: StoreBatch): Promise<readonly boolean[]> {
    this.#refuseClosed()
    const added = put.map((entry) => this.#put(entry))
    for (const id of drop) {
      const row = this.#rows.get(idToText(id))
      if (row !== undefined) row.body = undefined
    }
    for (const id of forget) this.#forget(idToText(id))
    if (summary !== undefined) {
      this.#summary = summary
      this.#unsummarised = []
    }
    return added
  }

  #put({ key, body }: Entry): boolean {
    const id = idOf(key)
    const text = idToText(id)
    if (this.#rows.has(text)) return false
    const row = { id, key, body }
    this.#rows.set(text, row)
    this.#byKey.add(row)
    this.#byId.add(row)
    this.#unsummarised.push(row)
    return true
  }

  #forget(text: string): void {
    const row = this.#rows.get(text)
    if (row === undefined) return
    this.#rows.delete(text)
    this.#byKey.remove(row)
    this.#byId.remove(row)
    this.#summary = undefined
    this.#unsummarised = [...this.#rows.values()]
  }

  async find(idPrefix: Uint8Array, limit: number): Promise<readonly Entry[]> {
    this.#refuseClosed()
    if (idPrefix.length === 32) {
      const row = this.#rows.get(idToText(idPrefix))
      return row === undefined ? [] : [entryOf(row)]
    }
    const page = this.#byId.page(idPrefix, limit)
    return page.filter((row) => startsWith(row.id, idPrefix)).map(entryOf)
  }

  async *range({ from, to, reverse = false }: KeyRange): AsyncIterable<readonly Entry[]> {
    let next = reverse ? to : (from ?? new Uint8Array())
    for (;;) {
      this.#refuseClosed()
      const page = reverse ? this.#byKey.pageBefore(next, PAGE) : this.#byKey.page(next as Uint8Array, PAGE)
      const inside = page.filter(({ key }) =>
        reverse ? from === undefined || compareBytes(key, from) >= 0 : to === undefined || compareBytes(key, to) < 0,
      )
      if (inside.length > 0) yield inside.map(entryOf)
      const last = page.at(-1)
      if (last === undefined || inside.length < page.length || page.length < PAGE) return
      next = reverse ? last.key : after(last.key)
    }
  }

  async restore(): Promise<Restored> {
    this.#refuseClosed()
    const rows = this.#unsummarised
    return {
      summary: this.#summary,
      async *added() {
        for (let i = 0; i < rows.length; i += PAGE) yield rows.slice(i, i + PAGE).map(entryOf)
      },
    }
  }

  async close(): Promise<void> {
    this.#closed = true
  }

  #refuseClosed(): void {
    if (this.#closed) throw new ClosedError()
  }
}

function entryOf({ key, body }: Row): Entry {
  return { key, body }
}

function after(key: Uint8Array): Uint8Array {
  const next = new Uint8Array(key.length + 1)
  next.set(key)
  return next
}
