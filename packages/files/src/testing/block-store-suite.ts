import { describe, expect, it } from 'vitest'
import type { BlockStore } from '../block-store.ts'

const bytes = Uint8Array.of(1, 2, 3)

/** What every block store promises. */
export function testBlockStore(name: string, create: () => BlockStore | Promise<BlockStore>): void {
  describe(`block store: ${name}`, () => {
    it('keeps blocks as they were, whatever their owner or a reader does to the bytes', async () => {
      const blocks = await create()
      const mine = bytes.slice()
      await blocks.put('cid', mine)
      mine.fill(9)
      const read = await blocks.get('cid')
      read?.fill(8)
      expect(await blocks.get('cid')).toEqual(bytes)
    })

    it('lists each block once, until it is deleted', async () => {
      const blocks = await create()
      await blocks.put('cid', bytes)
      await blocks.put('cid', bytes)
      expect(await cids(blocks)).toEqual(['cid'])
      await blocks.delete('cid')
      expect(await cids(blocks)).toEqual([])
    })

    it('knows no block that it was not given, and deletes it in peace', async () => {
      const blocks = await create()
      expect(await blocks.get('other')).toBeUndefined()
      await blocks.delete('other')
    })
  })
}

async function cids(blocks: BlockStore): Promise<string[]> {
  const listed: string[] = []
  for await (const cid of blocks.list()) listed.push(cid)
  return listed
}
