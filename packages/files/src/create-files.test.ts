import { describe, expect, it } from 'vitest'
import { createFiles } from './create-files.ts'
import { memoryBlocks } from './memory-blocks.ts'
import { storeSource } from './store-source.ts'
import { bytesOf, fingerprint, joinedAll } from './testing/bytes.ts'

const small = { chunkBytes: 1_000 }

describe('files', () => {
  it('reads back what was added, whole and in any part', async () => {
    const files = await createFiles({ blocks: memoryBlocks() })
    const bytes = bytesOf(2_500_000)
    const cid = await files.add(bytes, small)
    expect(await fingerprint(await files.get(cid))).toBe(await fingerprint(bytes))
    for (const [offset, length] of [
      [0, 1],
      [999, 2],
      [1_234_567, 100_000],
      [2_499_999, 50],
      [2_500_000, 5],
      [5, 0],
    ] as const) {
      const part = await joinedAll(files.stream(cid, { offset, length }))
      expect(await fingerprint(part)).toBe(await fingerprint(bytes.subarray(offset, offset + length)))
    }
    expect(await files.stat(cid)).toEqual({ type: 'file', cid, bytes: 2_500_000 })
    await files.close()
  })

  it('gets what is not here from a source', async () => {
    const theirs = memoryBlocks()
    const author = await createFiles({ blocks: theirs })
    const bytes = bytesOf(3_000_000)
    const cid = await author.add(bytes, small)
    const files = await createFiles({ blocks: memoryBlocks(), sources: [storeSource(theirs)] })
    expect(await fingerprint(await files.get(cid))).toBe(await fingerprint(bytes))
    await files.close()
  })
})
