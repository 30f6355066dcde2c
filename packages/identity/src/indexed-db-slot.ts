import { SlotError } from './errors.ts'
import { checkSlotValue, MAX_SLOT_BYTES } from './slot.ts'
import type { Slot } from './slot.ts'

const STORE = 'slots'

/** Keeps a value in the browser's IndexedDB, under a name, for this origin. */
export function indexedDbSlot(name: string, database = 'hydra-identity'): Slot {
  return {
    read: () =>
      withDatabase(database, async (opened) => {
        const value: unknown = await settled(opened.transaction(STORE).objectStore(STORE).get(name))
        if (value === undefined) return undefined
        if (value instanceof Uint8Array && value.length <= MAX_SLOT_BYTES) return value
        throw new SlotError(`What is stored as "${name}" in this browser is none of ours. Choose another name.`)
      }),
    async write(bytes, mode) {
      checkSlotValue(bytes)
      const copy = Uint8Array.from(bytes)
      return withDatabase(database, (opened) => put(opened, name, copy, mode))
    },
  }
}

async function put(
  database: IDBDatabase,
  name: string,
  bytes: Uint8Array,
  mode: 'create' | 'replace',
): Promise<boolean> {
  // `strict`: by default, browsers report a write as done before it has reached the disk.
  const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' })
  const done = completed(transaction)
  const store = transaction.objectStore(STORE)
  const taken = mode === 'create' && (await settled(store.getKey(name))) !== undefined
  if (!taken) store.put(bytes, name)
  await done
  return !taken
}

async function withDatabase<T>(name: string, work: (database: IDBDatabase) => Promise<T>): Promise<T> {
  const factory: IDBFactory | undefined = globalThis.indexedDB
  if (factory === undefined) {
    throw new SlotError(
      'There is no IndexedDB here. In Node, keep the value in a file: `fileSlot` of @hydra/identity/node.',
    )
  }
  let database: IDBDatabase | undefined
  try {
    const request = factory.open(name, 1)
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE))
    database = await settled(request)
    return await work(database)
  } catch (cause) {
    if (cause instanceof SlotError) throw cause
    throw new SlotError(
      'This browser would not store or read the value: a private window, a full disk or blocked site data may be why. ' +
        'Allow site data for this page, or export and keep the file yourself.',
      { cause },
    )
  } finally {
    database?.close()
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB failed.')))
  })
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('IndexedDB aborted.')))
  })
}
