import { follows, type Chunk } from '../search/chunk.ts'
import { Columns, type Change } from '../search/columns.ts'
import { committed, openDatabase, result } from './requests.ts'

const SCHEMA_VERSION = 1
const CHUNKS = 'chunks'
const HEADS = 'heads'

/** Which chunks there are, so that a tab can tell what another one wrote. */
interface Heads {
  /** Another one each time that all begins anew. */
  readonly epoch: string
  /** For each chunk, by which change it was written. */
  readonly writtenBy: readonly number[]
  readonly changes: number
}

/** Keeps columns in IndexedDB, where several tabs may add to them. */
export class ChunkStore {
  readonly #database: IDBDatabase
  #columns = new Columns()
  #heads = newHeads()

  private constructor(database: IDBDatabase) {
    this.#database = database
    // A newer version of the page wants to change the schema: let it.
    database.addEventListener('versionchange', () => this.close())
  }

  static async open(name: string): Promise<ChunkStore> {
    const kept = new ChunkStore(await openDatabase(name, CHUNKS, SCHEMA_VERSION))
    await kept.#within('readwrite', (store) => kept.#catchUp(store))
    // A half that nobody finds any more is not worth its room: it is left out when the records are read again.
    if (kept.#columns.rows > 2 * kept.#columns.size) await kept.#within('readwrite', (store) => kept.#beginAnew(store))
    return kept
  }

  get columns(): Columns {
    return this.#columns
  }

  async change(plan: (columns: Columns) => Change): Promise<void> {
    await this.#within('readwrite', async (store) => {
      await this.#catchUp(store)
      const { at, chunk } = plan(this.#columns)
      const changes = this.#heads.changes + 1
      const heads = { ...this.#heads, changes, writtenBy: [...this.#heads.writtenBy.slice(0, at), changes] }
      store.put(chunk, at)
      store.delete(IDBKeyRange.bound(at + 1, Number.MAX_SAFE_INTEGER))
      store.put(heads, HEADS)
      return () => {
        this.#columns.take({ at, chunk })
        this.#heads = heads
      }
    })
  }

  close(): void {
    this.#database.close()
  }

  /** Reads what other tabs wrote. What cannot be read is given up, all of it. */
  async #catchUp(store: IDBObjectStore): Promise<void> {
    const heads: Heads = (await result(store.get(HEADS))) ?? newHeads()
    if (heads.epoch === this.#heads.epoch && heads.changes === this.#heads.changes) return
    const isOther = heads.epoch !== this.#heads.epoch
    const columns = isOther ? new Columns() : this.#columns
    const known = isOther ? [] : this.#heads.writtenBy
    const differs = heads.writtenBy.findIndex((change, at) => known[at] !== change)
    const first = differs < 0 ? heads.writtenBy.length : differs
    const chunks: Chunk[] = await result(store.getAll(IDBKeyRange.bound(first, Number.MAX_SAFE_INTEGER)))
    if (chunks.length !== heads.writtenBy.length - first) return this.#beginAnew(store)
    for (const [i, chunk] of chunks.entries()) {
      if (!follows(chunk, columns.startOf(first + i))) return this.#beginAnew(store)
      columns.take({ at: first + i, chunk })
    }
    this.#columns = columns
    this.#heads = heads
  }

  async #beginAnew(store: IDBObjectStore): Promise<void> {
    this.#columns = new Columns()
    this.#heads = { ...newHeads(), epoch: crypto.randomUUID() }
    store.clear()
    store.put(this.#heads, HEADS)
  }

  /** In one transaction, which others wait for. What it returns is done when that is on disk. */
  async #within(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => Promise<void | (() => void)>,
  ): Promise<void> {
    const transaction = this.#database.transaction(CHUNKS, mode, { durability: 'relaxed' })
    const done = committed(transaction)
    try {
      const then = await work(transaction.objectStore(CHUNKS))
      await done
      then?.()
    } catch (error) {
      done.catch(() => undefined)
      if (!transaction.error) transaction.abort()
      throw error
    }
  }
}

function newHeads(): Heads {
  return { epoch: '', writtenBy: [], changes: 0 }
}
