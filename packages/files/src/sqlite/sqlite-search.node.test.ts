import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyPair } from '@hydra/identity'
import { memoryStore, type RecordId } from '@hydra/records'
import { afterAll, describe, expect, it } from 'vitest'
import { createFileIndex } from '../file-index.ts'
import { signIndexRecord } from '../index-record.ts'
import { testSearchIndex } from '../testing/search-index-suite.ts'
import { openSqliteSearch } from './sqlite-search.ts'

testSearchIndex('SQLite', () => openSqliteSearch(':memory:'))

describe('a search index in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'search-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is built anew from the records when the file is damaged', async () => {
    const path = join(folder, 'search.db')
    const cid = 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e'
    const about = { name: 'Blue whale.jpg', bytes: 5, mediaType: 'image/jpeg', cid, tags: [] }
    const bytes = await signIndexRecord(await createKeyPair(), about)
    const open = async () => {
      const index = await createFileIndex({ store: memoryStore(), search: openSqliteSearch(path) })
      await index.records.add(bytes)
      return index
    }
    for (const damage of [
      (file: Buffer) => file,
      (file: Buffer) => file.fill(0xa5, 0),
      (file: Buffer) => file.subarray(0, 5000),
    ]) {
      const index = await open()
      expect((await index.search('whale')).total).toBe(1)
      await index.close()
      writeFileSync(path, damage(readFileSync(path)))
    }
    const index = await open()
    expect((await index.search('whale')).total).toBe(1)
    await index.close()
  })

  it('is empty and says so when more than half of it was replaced, and not before', async () => {
    const path = join(folder, 'replaced.db')
    const id = 'ab'.repeat(32) as RecordId
    const whale = { id, name: 'whale', bytes: 1, mediaType: 'image/png', cid: 'cid', tags: [] }
    const marks: (number | undefined)[] = []
    for (const puts of [2, 1, 1]) {
      const search = openSqliteSearch(path)
      marks.push(await search.mark())
      for (let put = 0; put < puts; put++) await search.put([whale], put)
      expect((await search.search('whale')).ids).toEqual([id])
      await search.close()
    }
    expect(marks).toEqual([undefined, 1, undefined])
  })
})
