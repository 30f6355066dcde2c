import type { CID } from 'multiformats/cid'
import { describe, expect, it } from 'vitest'
import type { BlockSource, Want } from '../block-source.ts'
import type { BlockStore } from '../block-store.ts'
import { createFiles } from '../create-files.ts'
import { linksOf } from '../dag-node.ts'
import { isBlock } from '../digest.ts'
import { parseCid } from '../file-path.ts'
import { joined } from '../joined.ts'
import { memoryBlocks } from '../memory-blocks.ts'
import { bytesOf, fingerprint } from './bytes.ts'

export interface SourceUnderTest {
  readonly source: BlockSource
  readonly close: () => Promise<void>
}

/** What every source promises. `create` makes one whose other end serves what a store has below a root. */
export function testBlockSource(
  name: string,
  create: (served: BlockStore, root: CID) => Promise<SourceUnderTest>,
): void {
  const signal = new AbortController().signal

  const withSource = async (use: (setUp: SetUp) => Promise<void>) => {
    const served = memoryBlocks()
    const author = await createFiles({ blocks: served })
    const bytes = bytesOf(100_000)
    const text = await author.add(bytes, { chunkBytes: 1_000 })
    const root = parseCid(text)
    const leaves = linksOf(root, await joined(served.get(root)))
    const { source, close } = await create(served, root)
    try {
      await use({ source, served, bytes, text, root, leaves })
    } finally {
      await close()
      await author.close()
    }
  }

  describe(`block source: ${name}`, () => {
    it('brings the blocks that are there, as they are, and ends without those that are not', () =>
      withSource(async ({ source, served, root, leaves }) => {
        await served.delete(leaves[3] as CID)
        const wants = [root, ...leaves.slice(0, 8)].map((cid) => ({ cid }))
        const got = await ask(source, root, wants, signal)
        expect(got.map(({ cid }) => cid.toString()).sort()).toEqual(
          wants
            .filter((_, index) => index !== 4)
            .map(({ cid }) => cid.toString())
            .sort(),
        )
        for (const { cid, bytes } of got) expect(await isBlock(cid, bytes)).toBe(true)
      }))

    it('brings nothing that was not asked for, also where it follows the tree', () =>
      withSource(async ({ source, root, leaves }) => {
        const got = await ask(source, root, [{ cid: root, below: { from: 1_500, to: 3_500 } }], signal)
        const allowed = new Set([root, ...leaves.slice(1, 4)].map(String))
        expect(got.map(({ cid }) => cid.toString()).filter((cid) => !allowed.has(cid))).toEqual([])
        expect(got[0]?.cid.toString()).toBe(root.toString())
      }))

    it('answers several questions at once', () =>
      withSource(async ({ source, root, leaves }) => {
        const parts = [leaves.slice(0, 5), leaves.slice(5, 10), leaves.slice(10, 15)]
        const got = await Promise.all(
          parts.map((part) =>
            ask(
              source,
              root,
              part.map((cid) => ({ cid })),
              signal,
            ),
          ),
        )
        expect(got.map((blocks) => blocks.length)).toEqual([5, 5, 5])
      }))

    it('stops when it is told to', () =>
      withSource(async ({ source, root, leaves }) => {
        const controller = new AbortController()
        controller.abort(new Error('enough'))
        await expect(ask(source, root, [{ cid: leaves[0] as CID }], controller.signal)).rejects.toThrow('enough')
      }))

    it('serves a whole file to a reader that has nothing', () =>
      withSource(async ({ source, bytes, text }) => {
        const reader = await createFiles({ blocks: memoryBlocks(), sources: [source], privacy: source.privacy })
        const seen: unknown[] = []
        const read = await reader.get(text, { onProgress: (event) => seen.push(event) })
        expect(await fingerprint(read)).toBe(await fingerprint(bytes))
        expect(seen[0]).toMatchObject({ source: source.name, privacy: source.privacy, totalBytes: bytes.length })
        await reader.close()
      }))
  })
}

interface SetUp {
  readonly source: BlockSource
  readonly served: BlockStore
  readonly bytes: Uint8Array
  readonly text: string
  readonly root: CID
  readonly leaves: readonly CID[]
}

async function ask(source: BlockSource, root: CID, wants: readonly Want[], signal: AbortSignal) {
  for await (const provider of source.providers(root, { signal })) {
    const blocks = []
    for await (const block of provider.ask(wants, { signal })) blocks.push(block)
    return blocks
  }
  throw new Error('The source found no provider.')
}
