import { encode, type PBLink, prepare } from '@ipld/dag-pb'
import { UnixFS } from 'ipfs-unixfs'
import { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { describe, expect, it } from 'vitest'
import { createFiles } from './create-files.ts'
import { memoryBlocks } from './memory-blocks.ts'
import { copied, joined } from './joined.ts'
import { linksOf } from './dag-node.ts'
import { storeSource } from './store-source.ts'
import { bytesOf, fingerprint } from './testing/bytes.ts'

async function setUp() {
  const blocks = memoryBlocks()
  const files = await createFiles({ blocks })
  const put = async (bytes: Uint8Array, code = 0x70): Promise<CID> => {
    const cid = CID.createV1(code, await sha256.digest(bytes))
    await blocks.put(cid, bytes)
    return cid
  }
  const node = (type: 'file' | 'directory' | 'symlink', links: readonly PBLink[], blockSizes: readonly number[] = []) =>
    put(
      encode(prepare({ Data: new UnixFS({ type, blockSizes: blockSizes.map(BigInt) }).marshal(), Links: [...links] })),
    )
  const link = (Hash: CID, Name = ''): PBLink => ({ Hash, Name, Tsize: 1 })
  return { blocks, files, put, node, link }
}

const leafBytes = Uint8Array.of(1, 2, 3, 4)

describe('a tree that was made to do harm', () => {
  it('is refused where a part is longer or shorter than announced', async () => {
    const { files, put, node, link } = await setUp()
    const leaf = await put(leafBytes, 0x55)
    for (const size of [3, 5, 2 ** 40]) {
      const root = await node('file', [link(leaf)], [size])
      await expect(files.get(root.toString(), { length: 1 })).rejects.toMatchObject({ name: 'MalformedDagError' })
    }
    const honest = await node('file', [link(leaf)], [4])
    expect(await files.get(honest.toString())).toEqual(leafBytes)
  })

  it('is refused where sizes are missing, too large to count, or a folder stands inside a file', async () => {
    const { files, put, node, link } = await setUp()
    const leaf = await put(leafBytes, 0x55)
    const folder = await node('directory', [link(leaf, 'a')])
    const roots = [
      await node('file', [link(leaf), link(leaf)], [4]),
      await node('file', [link(leaf), link(leaf)], [2 ** 52, 2 ** 53]),
      await node('file', [link(folder)], [4]),
      await node('symlink', []),
      await put(Uint8Array.of(255, 255, 255)),
    ]
    for (const root of roots) {
      await expect(files.get(root.toString())).rejects.toMatchObject({ name: 'MalformedDagError' })
    }
  })

  it('costs no more than its blocks where it repeats itself, as a file and as a folder', async () => {
    const { files, put, node, link } = await setUp()
    let cid = await put(leafBytes, 0x55)
    let size = 4
    for (let level = 0; level < 20; level++) {
      cid = await node('file', [link(cid), link(cid), link(cid), link(cid)], [size, size, size, size])
      size *= 4
    }
    const root = cid.toString()
    expect(await files.stat(root)).toMatchObject({ bytes: 4 ** 21 })
    expect(await files.get(root, { offset: 4 ** 21 - 6 })).toEqual(Uint8Array.of(3, 4, 1, 2, 3, 4))
    await files.pin(root)
    expect((await files.verify(root)).blocks).toBeLessThan(100)
    await expect(files.get(root)).rejects.toMatchObject({ name: 'TooBigError' })
    let folder = cid
    for (let level = 0; level < 20; level++) folder = await node('directory', [link(folder, 'a'), link(folder, 'b')])
    await files.pin(folder.toString())
  })

  it('is refused where it is deeper than any file', async () => {
    const { files, put, node, link } = await setUp()
    let cid = await put(leafBytes, 0x55)
    for (let level = 0; level < 40; level++) cid = await node('file', [link(cid)], [4])
    await expect(files.get(cid.toString())).rejects.toMatchObject({ name: 'MalformedDagError' })
  })

  it('shows no names that would lead out of a folder on a disk', async () => {
    const { files, put, node, link } = await setUp()
    const leaf = await put(leafBytes, 0x55)
    const names = ['..', '.', '../../etc/passwd', 'a/b', 'C:evil', 'back\\slash', 'line\nbreak', 'honest.txt']
    const root = await node(
      'directory',
      names.map((name) => link(leaf, name)),
    )
    const listed: string[] = []
    for await (const { name } of files.ls(root.toString())) listed.push(name)
    expect(listed).toEqual(['honest.txt'])
  })
})

describe('a range or a name that makes no sense', () => {
  it('is refused where it begins after the end, and cut where it ends there', async () => {
    const { files } = await setUp()
    const cid = await files.add(bytesOf(100))
    for (const range of [{ offset: 101 }, { offset: -1 }, { offset: 0.5 }, { length: -1 }, { length: Number.NaN }]) {
      await expect(files.get(cid, range)).rejects.toMatchObject({ name: 'OutsideFileError' })
    }
    expect(await files.get(cid, { offset: 90, length: 1_000 })).toHaveLength(10)
  })

  it.each(['', 'hello', 'bafybei', '../x', 'QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1Aw'])(
    '%j is no CID',
    async (text) => {
      const { files } = await setUp()
      await expect(files.stat(text)).rejects.toMatchObject({ name: 'InvalidCidError' })
    },
  )

  it('says what is missing, and that nobody else was asked', async () => {
    const { files } = await setUp()
    const cid = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku'
    await expect(files.get(cid)).rejects.toMatchObject({ name: 'MissingBlockError' })
    expect(await files.block(cid)).toBeUndefined()
  })
})

describe('a store that forgets', () => {
  it.each([
    ['other bytes of the same length', (bytes: Uint8Array) => bytes.fill(7)],
    ['half a block', (bytes: Uint8Array) => bytes.subarray(0, 10)],
    ['nothing', () => new Uint8Array()],
  ])('shows %s to nobody, and is healed from a source', async (_, spoil) => {
    const { blocks, files } = await setUp()
    const bytes = bytesOf(10_000)
    const cid = await files.add(bytes, { chunkBytes: 1_000 })
    const backup = memoryBlocks()
    for await (const { cid, bytes: pieces } of blocks.getAll()) await backup.put(cid, await joined(pieces))
    const [, leaf] = linksOf(CID.parse(cid), await joined(blocks.get(CID.parse(cid)))) as [CID, CID]
    const damage = async () => blocks.put(leaf, spoil(await copied(backup.get(leaf))))
    await damage()
    expect(await files.verify(cid)).toEqual({ blocks: 11, missing: [], damaged: [leaf.toString()] })
    await expect(files.get(cid)).rejects.toMatchObject({ name: 'MissingBlockError' })
    await damage()
    const healed = await createFiles({ blocks, sources: [storeSource(backup)] })
    expect(await fingerprint(await healed.get(cid))).toBe(await fingerprint(bytes))
    expect(await files.verify(cid)).toMatchObject({ missing: [], damaged: [] })
  })
})
