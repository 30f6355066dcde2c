import { StoreTooNewError, StoreWriteError } from '../errors.ts'

const SCHEMA_VERSION = 1
export const ENTRIES = 'entries'
export const SUMMARY = 'summary'

export function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => {
      resolve(request.result)
    })
    request.addEventListener('error', () => {
      reject(request.error ?? new Error('The request failed.'))
    })
  })
}

/** Resolves when the transaction is on disk. */
export function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => {
      resolve()
    })
    transaction.addEventListener('abort', () => {
      reject(new StoreWriteError({ cause: transaction.error }))
    })
  })
}

export async function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, SCHEMA_VERSION)
  request.addEventListener('upgradeneeded', () => {
    const entries = request.result.createObjectStore(ENTRIES, { keyPath: 'seq', autoIncrement: true })
    entries.createIndex('id', 'id', { unique: true })
    entries.createIndex('key', 'key', { unique: true })
    request.result.createObjectStore(SUMMARY)
  })
  try {
    return await result(request)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'VersionError') {
      throw new StoreTooNewError(name, SCHEMA_VERSION + 1, { cause: error })
    }
    throw error
  }
}
