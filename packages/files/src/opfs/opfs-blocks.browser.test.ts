import { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import { createFiles } from '../create-files.ts'
import { blockKey } from '../keeper.ts'
import { bytesOf, fingerprint } from '../testing/bytes.ts'
import { openOpfsBlocks } from './opfs-blocks.ts'

const freshName = () => `test-${crypto.randomUUID()}`
const small = { chunkBytes: 10_000 }

describe('blocks in the private file system', () => {
  it('are there after a reload, and gone when they were removed', async () => {
    const name = freshName()
    const bytes = bytesOf(300_000)
    const before = await createFiles({ blocks: await openOpfsBlocks(name) })
    const cid = await before.add(bytes, small)
    await before.close()
    const after = await createFiles({ blocks: await openOpfsBlocks(name) })
    expect(await fingerprint(await after.get(cid, { local: true }))).toBe(await fingerprint(bytes))
    await after.remove(cid)
    await expect(after.get(cid, { local: true })).rejects.toMatchObject({ name: 'MissingBlockError' })
    for await (const { cid } of (await openOpfsBlocks(name)).getAll()) expect.fail(`${cid} is still there`)
    await after.close()
  })

  it('of no bytes are kept, too', async () => {
    const files = await createFiles({ blocks: await openOpfsBlocks(freshName()) })
    const cid = await files.add(new Uint8Array(0))
    expect((await files.get(cid, { local: true })).length).toBe(0)
    await files.close()
  })

  it('are missing, not empty, where a tab ended while it wrote', async () => {
    const name = freshName()
    const blocks = await openOpfsBlocks(name)
    const files = await createFiles({ blocks })
    const cid = await files.add(bytesOf(5_000))
    const key = blockKey(CID.parse(cid))
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(name)
    const file = await (await folder.getDirectoryHandle(key.slice(-2))).getFileHandle(key)
    expect(await blocks.has(CID.parse(cid))).toBe(true)
    await (await file.createWritable({ keepExistingData: false })).close()
    expect(await blocks.has(CID.parse(cid))).toBe(false)
    expect(await files.verify(cid)).toMatchObject({ missing: [cid], damaged: [] })
    await files.close()
  })
})
