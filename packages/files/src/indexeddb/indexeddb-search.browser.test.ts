import type { RecordId } from '@hydra/records'
import { describe, expect, it } from 'vitest'
import type { SearchEntry } from '../search-index.ts'
import { testSearchIndex } from '../testing/search-index-suite.ts'
import { openIndexedDbSearch } from './indexeddb-search.ts'
import { committed, result } from './requests.ts'

const freshName = () => `test-${crypto.randomUUID()}`
const entry = (number: number, name: string): SearchEntry => {
  const id = number.toString(16).padStart(64, '0') as RecordId
  return { id, name, bytes: number, mediaType: 'image/png', cid: `cid${number}`, tags: ['sea'] }
}

testSearchIndex('IndexedDB', () => openIndexedDbSearch(freshName()))

describe('a search index in IndexedDB', () => {
  it('is the same after a reload, with what was replaced and removed since', async () => {
    const name = freshName()
    const before = await openIndexedDbSearch(name)
    for (let i = 0; i < 40; i++) await before.put([entry(i, `whale ${i}`)], i)
    await before.put([entry(3, 'seal')])
    await before.remove([entry(4, '').id])
    await before.close()
    const after = await openIndexedDbSearch(name)
    expect(await after.mark()).toBe(39)
    expect([(await after.search('whale')).total, (await after.search('seal')).ids]).toEqual([38, [entry(3, '').id]])
    expect((await after.search('', { tag: 'sea', minBytes: 38 })).ids).toEqual([entry(39, '').id, entry(38, '').id])
    await after.close()
  })

  it('holds what two tabs put, each on top of what the other did', async () => {
    const name = freshName()
    const [one, other] = [await openIndexedDbSearch(name), await openIndexedDbSearch(name)]
    for (let i = 0; i < 20; i++) await (i % 3 === 0 ? one : other).put([entry(i, `whale number${i}`)], i)
    await Promise.all([
      one.put([entry(20, 'whale a')]),
      other.put([entry(21, 'whale b')]),
      one.remove([entry(0, '').id]),
    ])
    await Promise.all([one.put([], 22), other.put([], 22)])
    for (const index of [one, other, await openIndexedDbSearch(name)]) {
      expect((await index.search('whale')).total).toBe(21)
      expect((await index.search('number7')).ids).toEqual([entry(7, '').id])
      await index.close()
    }
  })

  it.each([
    ['a chunk was lost', (store: IDBObjectStore) => store.delete(0)],
    [
      'a chunk was cut off',
      (store: IDBObjectStore, chunk: object) => store.put({ ...chunk, tokens: new Uint32Array(1) }, 0),
    ],
    ['a chunk is something else', (store: IDBObjectStore) => store.put('nothing', 0)],
  ])('is empty and says so when %s', async (_, damage) => {
    const name = freshName()
    const before = await openIndexedDbSearch(name)
    await before.put([entry(1, 'whale'), entry(2, 'seal')], 2)
    await before.close()
    const database = await result(indexedDB.open(`hydra-search:${name}`))
    const transaction = database.transaction('chunks', 'readwrite')
    const store = transaction.objectStore('chunks')
    damage(store, (await result(store.get(0))) as object)
    await committed(transaction)
    database.close()
    const after = await openIndexedDbSearch(name)
    expect([await after.mark(), (await after.search('')).total]).toEqual([undefined, 0])
    await after.put([entry(1, 'whale')], 1)
    await after.close()
    const again = await openIndexedDbSearch(name)
    expect([await again.mark(), (await again.search('whale')).total]).toEqual([1, 1])
    await again.close()
  })

  it('leaves out what nobody finds any more when that is more than half', async () => {
    const name = freshName()
    const before = await openIndexedDbSearch(name)
    for (let i = 0; i < 5; i++) await before.put([entry(1, `whale ${i}`)], 1)
    // The control: what was put again as it is takes no room.
    for (let i = 0; i < 5; i++) await before.put([entry(1, 'whale 4')], 1)
    await before.close()
    const after = await openIndexedDbSearch(name)
    expect([await after.mark(), (await after.search('')).total]).toEqual([undefined, 0])
    await after.put([entry(1, 'whale')], 1)
    for (let i = 0; i < 5; i++) await after.put([entry(1, 'whale')], 1)
    await after.close()
    const again = await openIndexedDbSearch(name)
    expect([await again.mark(), (await again.search('')).total]).toEqual([1, 1])
    await again.close()
  })
})
