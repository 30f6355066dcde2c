import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testRecordStore } from '../testing/index.ts'
import { openSqliteStore } from './sqlite-store.ts'

testRecordStore('sqlite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'records-'))
  return {
    open: () => openSqliteStore(join(folder, 'records.db')),
    remove: () => rm(folder, { recursive: true }),
  }
})
