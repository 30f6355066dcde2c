import { describe, expect, it } from 'vitest'
import type { IndexEntry, SearchIndex } from '../search-index.ts'

const whale: IndexEntry = {
  id: '1',
  name: 'Blue whale.jpg',
  bytes: 5,
  mediaType: 'image/jpeg',
  cid: 'cid',
  tags: ['sea'],
}

/** What every search index promises. */
export function testSearchIndex(name: string, create: () => SearchIndex | Promise<SearchIndex>): void {
  describe(`search index: ${name}`, () => {
    it('finds what has every word, in name or tags, and counts it all while it shows one page', async () => {
      const index = await create()
      await index.put([whale, { ...whale, id: '2', name: 'Red whale.jpg' }])
      expect((await index.search('WHALE sea', { limit: 1 })).total).toBe(2)
      expect((await index.search('whale sea', { limit: 1, offset: 1 })).entries).toHaveLength(1)
      expect((await index.search('blue sky')).total).toBe(0)
      await index.close()
    })

    it('filters by type, tag and size', async () => {
      const index = await create()
      await index.put([whale])
      expect((await index.search('whale', { mediaType: 'image/jpeg', tag: 'sea', maxBytes: 5 })).total).toBe(1)
      for (const options of [{ mediaType: 'text/plain' }, { tag: 'land' }, { maxBytes: 4 }]) {
        expect((await index.search('whale', options)).total).toBe(0)
      }
      await index.close()
    })

    it('takes a newer entry in the place of an older one, and forgets what was removed', async () => {
      const index = await create()
      await index.put([whale])
      await index.put([{ ...whale, name: 'Grey seal.jpg' }])
      expect((await index.search('whale')).total).toBe(0)
      expect((await index.search('seal')).total).toBe(1)
      await index.remove(['1', 'never there'])
      expect((await index.search('seal')).total).toBe(0)
      await index.close()
    })
  })
}
