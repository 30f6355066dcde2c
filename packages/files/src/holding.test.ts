import { describe, expect, it } from 'vitest'
import { MemoryDatastore } from 'datastore-core/memory'
import type { BlockSource } from './block-source.ts'
import { createFiles } from './create-files.ts'
import { memoryBlocks } from './memory-blocks.ts'
import { storeSource } from './store-source.ts'
import { bytesOf, fingerprint } from './testing/bytes.ts'

const small = { chunkBytes: 1_000 }

async function countOf(blocks: ReturnType<typeof memoryBlocks>): Promise<number> {
  let count = 0
  for await (const _ of blocks.getAll()) count += 1
  return count
}

async function list<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

/** Counts what it is asked for, and ends after so many blocks. */
function countingSource(inner: BlockSource, after = Infinity): BlockSource & { asked: string[] } {
  const asked: string[] = []
  return {
    ...inner,
    asked,
    async *providers(root, options) {
      for await (const provider of inner.providers(root, options)) {
        yield {
          id: provider.id,
          async *ask(wants, own) {
            for await (const block of provider.ask(wants, own)) {
              if (asked.length >= after) throw new Error('The line is cut.')
              asked.push(block.cid.toString())
              yield block
            }
          },
        }
      }
    },
  }
}

describe('what is held', () => {
  it('is fetched once, also when bringing it was cut off and begins anew', async () => {
    const theirs = memoryBlocks()
    const bytes = bytesOf(300_000)
    const cid = await (await createFiles({ blocks: theirs })).add(bytes, small)
    const [blocks, state] = [memoryBlocks(), new MemoryDatastore()]
    const cut = countingSource(storeSource(theirs), 100)
    const first = await createFiles({ blocks, state, sources: [cut] })
    await expect(first.pin(cid)).rejects.toMatchObject({ name: 'MissingBlockError' })
    await first.close()

    const rest = countingSource(storeSource(theirs))
    const second = await createFiles({ blocks, state, sources: [rest] })
    expect(await list(second.pins())).toEqual([{ cid, complete: false }])
    await second.pin(cid)
    expect(await list(second.pins())).toEqual([{ cid, complete: true }])
    // A block that came but was not kept yet when the line was cut comes again: one for each question that was open.
    expect(cut.asked.length + rest.asked.length).toBeLessThanOrEqual(301 + 2)
    expect(new Set([...cut.asked, ...rest.asked]).size).toBe(301)
    expect(await fingerprint(await second.get(cid, { local: true }))).toBe(await fingerprint(bytes))
    await second.close()
  })

  it('goes when it is removed, but not what another pin needs', async () => {
    const blocks = memoryBlocks()
    const files = await createFiles({ blocks })
    const shared = bytesOf(50_000)
    const one = await files.addFolder(
      [
        { path: 'a', content: shared },
        { path: 'b', content: bytesOf(9_000, 2) },
      ],
      small,
    )
    const other = await files.addFolder([{ path: 'c', content: shared }], small)
    await files.remove(one)
    expect(await fingerprint(await files.get(`${other}/c`))).toBe(await fingerprint(shared))
    expect((await files.verify(other)).missing).toEqual([])
    await expect(files.stat(one)).rejects.toMatchObject({ name: 'MissingBlockError' })
    await files.remove(other)
    expect(await countOf(blocks)).toBe(0)
  })

  it('makes room by what was not used for longest, and never by what is pinned', async () => {
    const blocks = memoryBlocks()
    const files = await createFiles({ blocks, maxBytes: 100_000 })
    const pinned = await files.add(bytesOf(40_000, 1), small)
    const old = await files.add(bytesOf(20_000, 2), { ...small, pin: false })
    const used = await files.add(bytesOf(20_000, 3), { ...small, pin: false })
    await files.get(old)
    await files.get(used)
    await files.add(bytesOf(30_000, 4), { ...small, pin: false })
    expect((await files.verify(pinned)).missing).toEqual([])
    expect((await files.verify(used)).missing).toEqual([])
    expect((await files.verify(old)).missing).not.toEqual([])
    await files.close()
  })

  it('says clearly that the store is full, and lets go of what was half added', async () => {
    const files = await createFiles({ blocks: memoryBlocks(), maxBytes: 100_000 })
    const cid = await files.add(bytesOf(60_000, 1), small)
    await expect(files.add(bytesOf(60_000, 2), small)).rejects.toMatchObject({ name: 'StoreFullError' })
    await files.add(bytesOf(30_000, 3), small)
    await files.unpin(cid)
    await files.add(bytesOf(60_000, 4), small)
    const strict = await createFiles({ blocks: memoryBlocks(), maxBytes: 50_000, whenFull: 'refuse' })
    await strict.add(bytesOf(40_000, 1), { ...small, pin: false })
    await expect(strict.add(bytesOf(20_000, 2), small)).rejects.toMatchObject({ name: 'StoreFullError' })
  })

  it('counts what a store had before, and keeps its pins', async () => {
    const [blocks, state] = [memoryBlocks(), new MemoryDatastore()]
    const before = await createFiles({ blocks, state })
    const cid = await before.add(bytesOf(60_000, 1), small)
    await before.add(bytesOf(30_000, 2), { ...small, pin: false })
    await before.close()
    const files = await createFiles({ blocks, state, maxBytes: 100_000 })
    await files.add(bytesOf(30_000, 3), small)
    expect((await files.verify(cid)).missing).toEqual([])
    await expect(files.add(bytesOf(40_000, 4), small)).rejects.toMatchObject({ name: 'StoreFullError' })
  })

  it('closes twice, and does nothing more', async () => {
    const files = await createFiles({ blocks: memoryBlocks() })
    const cid = await files.add(bytesOf(10))
    await files.close()
    await files.close()
    await expect(files.get(cid)).rejects.toMatchObject({ name: 'ClosedError' })
    await expect(files.add(bytesOf(10))).rejects.toMatchObject({ name: 'ClosedError' })
  })
})
