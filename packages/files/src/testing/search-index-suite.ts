import { describe, expect, it } from 'vitest'
import type { RecordId } from '@hydra/records'
import type { SearchEntry, SearchIndex } from '../search-index.ts'

const whale: SearchEntry = entry(1, { name: 'Blue whale.jpg', tags: ['sea'], description: 'Near Iceland, été 2019' })

function entry(number: number, about: Partial<SearchEntry>): SearchEntry {
  const id = number.toString(16).padStart(64, '0') as RecordId
  return { id, name: `file ${number}`, bytes: 5, mediaType: 'image/jpeg', cid: `cid${number}`, tags: [], ...about }
}

/** What every search index promises. */
export function testSearchIndex(name: string, create: () => SearchIndex | Promise<SearchIndex>): void {
  const withIndex = async (entries: readonly SearchEntry[], use: (index: SearchIndex) => Promise<void>) => {
    const index = await create()
    try {
      await index.put(entries)
      await use(index)
    } finally {
      await index.close()
    }
  }
  const totals = async (index: SearchIndex, queries: readonly string[]) => {
    const found: number[] = []
    for (const query of queries) found.push((await index.search(query)).total)
    return found
  }

  describe(`search index: ${name}`, () => {
    it('finds what has every word, in name, tags or description, whatever its capitals and accents', () =>
      withIndex([whale], async (index) => {
        expect(await totals(index, ['WHALE sea', 'iceland ete', 'blue sky', 'wha', 'Été'])).toEqual([1, 1, 0, 0, 1])
      }))

    it('finds beginnings and phrases, and no phrase across two fields', () =>
      withIndex([whale], async (index) => {
        const queries = ['wha*', 'bl* ice*', '"blue whale"', '"whale blue"', '"jpg sea"', '"blue wha"*', '鯨*', 'z*']
        expect(await totals(index, queries)).toEqual([1, 1, 1, 0, 0, 0, 0, 0])
      }))

    it('finds words of scripts without spaces', () =>
      withIndex([entry(1, { name: '大きな青い鯨' })], async (index) => {
        expect(await totals(index, ['鯨', '青い鯨', '鯨青'])).toEqual([1, 1, 0])
      }))

    it('filters by type, family of types, tag, CID and size', () =>
      withIndex([whale], async (index) => {
        const fit = { mediaType: 'image/*', tag: 'sea', cid: 'cid1', minBytes: 5, maxBytes: 5 }
        for (const words of ['whale', '']) {
          expect((await index.search(words, fit)).total).toBe(1)
          expect((await index.search(words, { ...fit, mediaType: 'image/jpeg' })).total).toBe(1)
          for (const wrong of [
            { mediaType: 'text/*' },
            { tag: 'se' },
            { cid: 'cid' },
            { minBytes: 6 },
            { maxBytes: 4 },
          ]) {
            expect((await index.search(words, { ...fit, ...wrong })).total).toBe(0)
          }
        }
      }))

    it('shows a page, the best first, and counts all', () =>
      withIndex(
        [
          entry(1, { name: 'a whale among many other words in a long name' }),
          entry(2, { name: 'whale' }),
          entry(3, { name: 'whale sighting', tags: ['whale'] }),
          ...Array.from({ length: 30 }, (_, i) => entry(i + 10, { name: `one more whale ${i}` })),
        ],
        async (index) => {
          const first = await index.search('whale', { limit: 2 })
          expect(first).toMatchObject({ total: 33, exact: true })
          expect(first.ids.map((id) => Number(`0x${id}`)).toSorted((a, b) => a - b)).toEqual([2, 3])
          const last = await index.search('whale', { limit: 10, offset: 32 })
          expect(last.ids.map((id) => Number(`0x${id}`))).toEqual([1])
        },
      ))

    it('ranks higher what has a word, or words that begin so, more often among as many', () =>
      withIndex(
        [
          entry(1, { name: 'whale blue song' }),
          entry(2, { name: 'whale whale song' }),
          entry(3, { name: 'whale whaling song' }),
        ],
        async (index) => {
          const first = async (query: string) => Number(`0x${(await index.search(query, { limit: 1 })).ids[0]}`)
          expect(await first('whale')).toBe(2)
          const { ids } = await index.search('wha*', { limit: 2 })
          expect(ids.map((id) => Number(`0x${id}`)).toSorted((a, b) => a - b)).toEqual([2, 3])
        },
      ))

    it('shows the newest first where no word is asked for', () =>
      withIndex([entry(1, {}), entry(2, {}), entry(3, {})], async (index) => {
        const { total, ids } = await index.search('', { limit: 2 })
        expect([total, ids.map((id) => Number(`0x${id}`))]).toEqual([3, [3, 2]])
      }))

    it('takes any text for a query, and finds nothing by signs alone', () =>
      withIndex([whale], async (index) => {
        const hostile = [
          '"',
          '*',
          '(',
          'AND',
          'a NEAR b',
          'text:whale',
          '"; DROP TABLE entries; --',
          '\u0000',
          '\ue001s2',
        ]
        for (const query of hostile) expect((await index.search(query)).total).toBe(0)
        expect((await index.search('whale"')).total).toBe(1)
      }))

    it('takes a newer entry in the place of an older one, and forgets what was removed', () =>
      withIndex([whale], async (index) => {
        // Of two in one go the later one counts.
        await index.put(
          [
            { ...whale, name: 'Grey seal and much else that makes it longer.jpg' },
            { ...whale, name: 'Grey seal.jpg' },
          ],
          7,
        )
        expect(await totals(index, ['much'])).toEqual([0])
        expect(await totals(index, ['whale', 'seal'])).toEqual([0, 1])
        await index.remove([whale.id, 'ff'.repeat(32)])
        expect(await totals(index, ['seal', ''])).toEqual([0, 0])
        expect(await index.mark()).toBe(7)
      }))
  })
}
