import { describe, expect, it } from 'vitest'
import { memorySearch } from './memory-search.ts'
import { testSearchIndex } from './testing/search-index-suite.ts'

testSearchIndex('memory', memorySearch)

describe('the package', () => {
  it('exports what it always did', async () => {
    expect(Object.keys(await import('./index.ts')).sort()).toEqual([
      'INDEX_KIND',
      'IndexRecordError',
      'createFileIndex',
      'createFiles',
      'decodeIndexRecord',
      'hiddenSource',
      'httpSource',
      'memoryBlocks',
      'memorySearch',
      'signIndexRecord',
      'storeSource',
      'validateIndexRecord',
    ])
  })
})
