import { describe, expect, it } from 'vitest'
import { createFiles } from './create-files.ts'
import type { FolderFile } from './files.ts'
import { memoryBlocks } from './memory-blocks.ts'
import { bytesOf, fingerprint } from './testing/bytes.ts'

const create = () => createFiles({ blocks: memoryBlocks() })
const text = (words: string) => new TextEncoder().encode(words)

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

describe('adding', () => {
  // Written down from helia 7.1.15 with @helia/unixfs 8.0.5: `fs.addBytes` and `fs.addAll` with its defaults.
  it.each([
    [0, 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku'],
    [5, 'bafkreiepbc57ik4whkuxwiht2d6eepu7u4i6wzl2g3csuvtgoj6qoxsldm'],
    [1_048_576, 'bafkreiaozocq7ts3mwqefava7kslwrvzqxexe3n4ubbobo6ihiy7cdyd74'],
    [1_048_577, 'bafybeidfbiurqtjtmpjgyhxpbhmfaqukyozky4xvzw7cjkzj3yzthoz7xi'],
    [2_500_000, 'bafybeih6vnd626lgf4uzrwmkonczmhbm6dmtuqyf7sk5jwxuqx7lk2d4xy'],
  ])('gives %i bytes the CID that Helia gives them, whatever they come as', async (size, cid) => {
    const files = await create()
    const bytes = bytesOf(size)
    expect(await files.add(bytes)).toBe(cid)
    expect(await files.add(new Blob([bytes]))).toBe(cid)
    expect(await files.add(new Blob([bytes]).stream())).toBe(cid)
    expect(await files.add(inPieces(bytes, 99_991))).toBe(cid)
    expect(await fingerprint(await files.get(cid))).toBe(await fingerprint(bytes))
  })

  // What `ipfs add` has printed since 2015.
  it.each([
    ['', 'QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH'],
    ['hello world', 'Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD'],
    ['hello world\n', 'QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o'],
  ])('gives %j the CID that Kubo used to give it, where that is asked for', async (words, cid) => {
    const files = await create()
    expect(await files.add(text(words), { profile: 'unixfs-v0-2015' })).toBe(cid)
    expect(await files.get(cid)).toEqual(text(words))
  })

  it('reads large files of the old kind, whose leaves are nodes', async () => {
    const files = await create()
    const bytes = bytesOf(1_000_000)
    const cid = await files.add(bytes, { profile: 'unixfs-v0-2015', chunkBytes: 1_000 })
    expect(await fingerprint(await files.get(cid))).toBe(await fingerprint(bytes))
    expect(await fingerprint(await files.get(cid, { offset: 500_500, length: 1_000 }))).toBe(
      await fingerprint(bytes.subarray(500_500, 501_500)),
    )
  })

  it('makes folders as Helia does, and finds its way in them', async () => {
    const files = await create()
    const content = (size: number) => bytesOf(size, size)
    const cid = await files.addFolder([
      { path: 'whale.jpg', content: content(10) },
      { path: 'sea/seal.jpg', content: content(20) },
      { path: 'sea/deep/squid.txt', content: content(30) },
    ])
    expect(cid).toBe('bafybeicikir3miqvmojtaozjocdxr6rjb5tpdljz55w2lvdhaeuezpnnde')
    expect(await files.get(`${cid}/sea/deep/squid.txt`)).toEqual(content(30))
    const listed = await listing(files.ls(cid))
    expect(listed.map(({ name, type, bytes }) => [name, type, bytes])).toEqual([
      ['sea', 'folder', undefined],
      ['whale.jpg', 'file', 10],
    ])
    expect(await files.stat(`${cid}/sea`)).toMatchObject({ type: 'folder', entries: 2 })
    await expect(files.stat(`${cid}/sea/shark.jpg`)).rejects.toThrow(/There is no/)
    expect(await files.addFolder([])).toBe('bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354')
  })

  it('makes folders of thousands of files as Helia does, and finds each by its name', async () => {
    const files = await create()
    function* many(): Generator<FolderFile> {
      for (let i = 0; i < 6_000; i++) yield { path: `picture number ${i}.jpg`, content: bytesOf(4, i + 1) }
    }
    const cid = await files.addFolder(many())
    expect(cid).toBe('bafybeifhzqyopozdnbesfxl45fthbuqgpjkdstie2cwqf4e36d6c42khci')
    for (const i of [0, 1, 2_999, 5_999]) {
      expect(await files.get(`${cid}/picture number ${i}.jpg`)).toEqual(bytesOf(4, i + 1))
    }
    expect(await files.stat(cid)).toMatchObject({ entries: 6_000 })
    await expect(files.get(`${cid}/picture number 6000.jpg`)).rejects.toMatchObject({ name: 'NotFoundError' })
  })

  it.each(['../up', 'a/../../up', '/absolute', 'a//b', 'a/./b', 'C:/windows', 'a\\b', 'nul\0', '', 'x'.repeat(256)])(
    'refuses the path %j',
    async (path) => {
      const files = await create()
      const adding = files.addFolder([{ path, content: text('x') }])
      await expect(adding).rejects.toMatchObject({ name: 'InvalidPathError' })
    },
  )

  it.each([[['a', 'a']], [['a', 'a/b']], [['a/b', 'a']]])(
    'refuses paths that contradict each other: %j',
    async (paths) => {
      const files = await create()
      const adding = files.addFolder(paths.map((path) => ({ path, content: text('x') })))
      await expect(adding).rejects.toMatchObject({ name: 'InvalidPathError' })
    },
  )

  it('tells how far it is, and stops when it is told to', async () => {
    const files = await create()
    const seen: unknown[] = []
    await files.add(bytesOf(3_000_000), { onProgress: (event) => seen.push(event) })
    expect(seen.at(-1)).toEqual({ bytes: 3_000_000, totalBytes: 3_000_000 })
    const controller = new AbortController()
    const onProgress = () => controller.abort(new Error('enough'))
    await expect(files.add(bytesOf(9_000_000), { signal: controller.signal, onProgress })).rejects.toThrow('enough')
  })
})

async function listing<T>(entries: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const entry of entries) all.push(entry)
  return all
}
