import { indexedDbStore } from './indexed-db-store.ts'
import { testStore } from './testing/store-suite.ts'

testStore('IndexedDB', async () => {
  const name = `test ${crypto.randomUUID()}`
  return { open: () => indexedDbStore(name) }
})
