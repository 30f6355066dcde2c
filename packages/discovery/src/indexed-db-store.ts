import type { DiscoveryStore } from './store.ts'

const STORE = 'discovery'
const KEY = 'remembered'

/** Keeps what discovery remembers in a browser's IndexedDB, under a database name of your choice. */
export function indexedDbStore(name = 'hydra-discovery'): DiscoveryStore {
  async function inside<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const database = await open(name)
    try {
      const transaction = database.transaction(STORE, mode)
      const request = act(transaction.objectStore(STORE))
      await new Promise<void>((resolve, reject) => {
        transaction.addEventListener('complete', () => resolve())
        transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('It was aborted.')))
      })
      return request.result
    } finally {
      database.close()
    }
  }

  return {
    async load() {
      const held: unknown = await inside('readonly', (store) => store.get(KEY))
      return held instanceof Uint8Array ? held : undefined
    },
    async save(bytes) {
      await inside('readwrite', (store) => store.put(bytes, KEY))
    },
  }
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.addEventListener('upgradeneeded', () => void request.result.createObjectStore(STORE))
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB cannot be opened.')))
    request.addEventListener('blocked', () => reject(new Error('Another tab keeps an older database open.')))
  })
}
