import { entriesOf } from './memory-kv.ts'
import type { KvStores } from './kv-stores.ts'

const STORE = 'kv'
// Above every text: arrays come after texts in the order of IndexedDB.
const END: IDBValidKey = []

/** Storage of services in the browser, for this origin. */
export function indexedDbStores(name = 'hydra-services'): KvStores {
  let opened: Promise<IDBDatabase> | undefined
  const database = (): Promise<IDBDatabase> => (opened ??= openDatabase(name))

  async function change<T>(work: (store: IDBObjectStore) => Promise<T> | T): Promise<T> {
    // `strict`: by default, browsers report a write as done before it has reached the disk.
    const transaction = (await database()).transaction(STORE, 'readwrite', { durability: 'strict' })
    const done = new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve())
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('IndexedDB gave up.')))
    })
    const result = await work(transaction.objectStore(STORE))
    await done
    return result
  }

  async function read<T>(work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    return settled(work((await database()).transaction(STORE).objectStore(STORE)))
  }

  return {
    open: (service) => ({
      async get(key) {
        const value = await read<string | undefined>((store) => store.get([service, key]))
        return value
      },
      set: (key, value) => change((store) => void store.put(value, [service, key])),
      add: (key, value) =>
        change(async (store) => {
          if ((await settled(store.getKey([service, key]))) !== undefined) return false
          store.put(value, [service, key])
          return true
        }),
      delete: (key) => change((store) => store.delete([service, key])).then(() => {}),
      async list({ prefix = '', after, limit } = {}) {
        const from = after === undefined || after < prefix ? prefix : after
        const range = IDBKeyRange.bound([service, from], [service, END], from === after)
        const count = entriesOf(limit)
        if (count === 0) return []
        const [keys, values] = await Promise.all([
          read((store) => store.getAllKeys(range, count)),
          read<unknown[]>((store) => store.getAll(range, count)),
        ])
        const entries = keys.map((key, index) => [String((key as string[])[1]), String(values[index])] as const)
        return entries.filter(([key]) => key.startsWith(prefix))
      },
    }),
    async close() {
      const last = opened
      opened = undefined
      ;(await last)?.close()
    },
  }
}

function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1)
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE))
  return settled(request)
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB failed.')))
  })
}
