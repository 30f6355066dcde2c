import { describe, expect, it } from 'vitest'
import { storeSource } from './block-source.ts'
import { memoryBlocks } from './block-store.ts'
import { memorySearch } from './memory-search.ts'
import { testBlockStore } from './testing/block-store-suite.ts'
import { testSearchIndex } from './testing/search-index-suite.ts'

testBlockStore('memory', memoryBlocks)
testSearchIndex('memory', memorySearch)

describe('a source over a store', () => {
  it('yields what the store has, and nothing else', async () => {
    const blocks = memoryBlocks()
    const bytes = Uint8Array.of(1, 2, 3)
    await blocks.put('cid', bytes)
    const { signal } = new AbortController()
    const source = storeSource(blocks)
    expect([await source.get('cid', { signal }), await source.get('other', { signal })]).toEqual([bytes, undefined])
  })
})

describe('the package', () => {
  it('exports what it always did', async () => {
    expect(Object.keys(await import('./index.ts')).sort()).toEqual([
      'INDEX_KIND',
      'IndexRecordError',
      'createFileIndex',
      'decodeIndexRecord',
      'memoryBlocks',
      'memorySearch',
      'signIndexRecord',
      'storeSource',
      'validateIndexRecord',
    ])
  })
})
