import { memoryStore } from './memory-store.ts'
import { testRecordStore } from './testing/index.ts'

testRecordStore('memory', async () => ({ forgets: true, open: async () => memoryStore() }))
