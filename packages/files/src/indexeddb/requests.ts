export function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('The request failed.')))
  })
}

/** Resolves when the transaction is done, and rejects when nothing of it is. */
export function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('The transaction was undone.')))
  })
}

/** A database of one store without keys of its own. One of a newer release is emptied: the index can be had again. */
export async function openDatabase(name: string, store: string, version: number): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version)
  request.addEventListener('upgradeneeded', () => {
    if (request.result.objectStoreNames.contains(store)) request.result.deleteObjectStore(store)
    request.result.createObjectStore(store)
  })
  try {
    return await result(request)
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'VersionError')) throw error
    await result(indexedDB.deleteDatabase(name))
    return openDatabase(name, store, version)
  }
}
