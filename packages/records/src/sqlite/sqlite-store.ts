import { closeSync, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { bytesToHex } from '@noble/hashes/utils.js'
import { startsWith } from '../byte-order.ts'
import { ClosedError, StoreWriteError } from '../errors.ts'
import { idOf, MAX_KEY_BYTES } from '../key.ts'
import type { Entry, KeyRange, RecordStore, Restored, StoreBatch, StoreEvents } from '../record-store.ts'
import { isFatal, named } from './errors.ts'
import { checksum, entryOf, type Row } from '../stored-row.ts'
import { Inserter } from './inserter.ts'
import { MAX_SAME_SHORT, shortRange } from './short-id.ts'
import { salvage } from './salvage.ts'
import { isSound, prepare, SELECT } from './schema.ts'

// Many want only the first few entries of a range; who reads on gets pages that grow.
const FIRST_PAGE = 4
const PAGE = 256
const END = new Uint8Array(MAX_KEY_BYTES + 1).fill(0xff)

export interface SqliteStoreOptions {
  /** Hears of what was lost when a damaged database had to be written anew. */
  onDamaged?: (what: string) => void
}

/**
 * Opens a database, creating it if there is none. Throws `StoreLockedError` if another process has it,
 * `StoreTooNewError` if a newer version wrote it, and `StoreDamagedError` if nothing of it can be read.
 */
export async function openSqliteStore(path: string, { onDamaged }: SqliteStoreOptions = {}): Promise<RecordStore> {
  try {
    return openStore(openSound(path, onDamaged), path)
  } catch (error) {
    throw named(error, path)
  }
}

// What a damaged schema calls its columns shows when the first statement is made.
function openStore(database: DatabaseSync, path: string): SqliteStore {
  try {
    return new SqliteStore(database, path)
  } catch (error) {
    database.close()
    throw error
  }
}

function openSound(path: string, onDamaged: SqliteStoreOptions['onDamaged']): DatabaseSync {
  const database = openDatabase(path)
  try {
    if (isSound(database)) return database
    onDamaged?.(salvage(database, path))
  } catch (error) {
    if (database.isOpen) database.close()
    throw error
  }
  return openDatabase(path)
}

function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path)
  try {
    prepare(database, path)
    syncFolder(path)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

// A new file is safe only once the folder that names it is on disk, too.
function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

class SqliteStore implements RecordStore {
  readonly #database: DatabaseSync
  readonly #path: string
  readonly #inserter: Inserter
  #failed: unknown
  #events: StoreEvents | undefined

  constructor(database: DatabaseSync, path: string) {
    this.#database = database
    this.#path = path
    this.#inserter = new Inserter(database)
  }

  async write({ put = [], drop = [], forget = [], summary }: StoreBatch): Promise<readonly boolean[]> {
    return this.#transact(() => {
      const added = this.#inserter.insert(put)
      for (const id of drop) this.#dropBody(id)
      if (forget.length > 0) this.#run('DELETE FROM summary')
      for (const id of forget)
        for (const { key } of this.#find(id, 1)) this.#run('DELETE FROM entry WHERE key = ?', key)
      if (summary !== undefined) {
        const seq = '(SELECT coalesce(max(seq), 0) FROM entry)'
        this.#run(`INSERT OR REPLACE INTO summary (one, seq, bytes) VALUES (1, ${seq}, ?)`, summary)
      }
      return added
    })
  }

  #dropBody(id: Uint8Array): void {
    for (const { key } of this.#find(id, 1)) {
      this.#run('UPDATE entry SET body = NULL, crc = ? WHERE key = ?', checksum({ key, body: undefined }), key)
    }
  }

  async find(idPrefix: Uint8Array, limit: number): Promise<readonly Entry[]> {
    return this.#read(() => this.#find(idPrefix, limit))
  }

  #find(idPrefix: Uint8Array, limit: number): Entry[] {
    const [from, to] = shortRange(idPrefix)
    const sql = `${SELECT} WHERE short >= ? AND short <= ? ORDER BY short LIMIT ?`
    const rows = this.#rows(sql, from, to, limit + MAX_SAME_SHORT)
    return this.#sound(rows.filter(({ key }) => startsWith(idOf(key), idPrefix)).slice(0, limit))
  }

  async *range({ from = new Uint8Array(), to = END, reverse = false }: KeyRange): AsyncIterable<readonly Entry[]> {
    const sql = reverse
      ? `${SELECT} WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT ?`
      : `${SELECT} WHERE key >= ? AND key < ? ORDER BY key LIMIT ?`
    let [low, high] = [from, to]
    for (let size = FIRST_PAGE; ; size = Math.min(size * 4, PAGE)) {
      const rows = this.#read(() => this.#rows(sql, low, high, size))
      const entries = this.#read(() => this.#sound(rows))
      if (entries.length > 0) yield entries
      const last = rows.at(-1)
      if (last === undefined || rows.length < size) return
      if (reverse) high = last.key
      else low = after(last.key)
    }
  }

  async restore(events: StoreEvents): Promise<Restored> {
    this.#events = events
    const [saved] = this.#read(() => this.#database.prepare('SELECT seq, bytes FROM summary').all())
    const seq = saved === undefined ? 0 : Number(saved['seq'])
    return { summary: saved?.['bytes'] as Uint8Array | undefined, added: () => this.#since(seq) }
  }

  async *#since(seq: number): AsyncIterable<readonly Entry[]> {
    for (let last = seq; ; ) {
      const rows = this.#read(() => this.#rows(`${SELECT} WHERE seq > ? ORDER BY seq LIMIT ${PAGE}`, last))
      if (rows.length === 0) return
      yield this.#read(() => this.#sound(rows))
      last = rows.at(-1)?.seq ?? last
    }
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close()
  }

  #rows(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#database.prepare(sql).all(...values) as unknown as Row[]
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#database.prepare(sql).run(...values)
  }

  /** The entries that are whole. The others are dropped, and the summary that counts them with them. */
  #sound(rows: readonly Row[]): Entry[] {
    const entries: Entry[] = []
    for (const row of rows) {
      const entry = entryOf(row)
      if (entry !== undefined) entries.push(entry)
      else this.#forget(row)
    }
    return entries
  }

  #forget({ seq, key }: Row): void {
    this.#run('DELETE FROM summary')
    this.#run('DELETE FROM entry WHERE seq = ?', seq)
    this.#events?.onDamaged(`record ${bytesToHex(idOf(key))} in "${this.#path}" was damaged and is dropped`)
  }

  #read<T>(task: () => T): T {
    if (this.#failed !== undefined) throw new StoreWriteError({ cause: this.#failed })
    if (!this.#database.isOpen) throw new ClosedError()
    try {
      return task()
    } catch (error) {
      if (isFatal(error)) this.#failed = error
      throw named(error, this.#path)
    }
  }

  #transact<T>(task: () => T): T {
    return this.#read(() => {
      this.#database.exec('BEGIN IMMEDIATE')
      try {
        const result = task()
        this.#database.exec('COMMIT')
        return result
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
        throw error
      }
    })
  }
}

function after(key: Uint8Array): Uint8Array {
  const next = new Uint8Array(key.length + 1)
  next.set(key)
  return next
}
