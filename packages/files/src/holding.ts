import type { CID } from 'multiformats/cid'
import type { Bytes } from './block-source.ts'
import type { OpenAccess } from './block-access.ts'
import type { BlockStore } from './block-store.ts'
import { RAW } from './codecs.ts'
import { decodeNode, linksOf } from './dag-node.ts'
import { walkDag } from './dag-walk.ts'
import { isBlock } from './digest.ts'
import { parseCid } from './file-path.ts'
import type { Files, Verification } from './files.ts'
import type { Gate } from './gate.ts'
import { blockKey, type Keeper } from './keeper.ts'
import { readBlock, readPieces } from './local-blocks.ts'
import type { Pinning, PinOptions } from './pinning.ts'
import type { Pins } from './pins.ts'

interface Surroundings {
  readonly open: OpenAccess
  readonly store: BlockStore
  readonly keeper: Keeper
  readonly pins: Pins
  readonly gate: Gate
}

// Enough that a fast peer is never idle and that rarest first has a choice. Each is a promise and a CID.
const MAX_WANTED = 512
// Blocks in memory while nothing but the disk is read.
const MAX_READ = 4

export interface Holding extends Omit<Pinning, 'pins'>, Pick<Files, 'verify'> {
  /** Lets go of blocks that no pin needs. */
  readonly release: (blocks: Iterable<CID>) => Promise<void>
}

/** What is here to stay, and what goes. */
export async function createHolding({ open, store, keeper, pins, gate }: Surroundings): Promise<Holding> {
  let removals = 0

  /** Local blocks below a root. Leaves are named without being read. */
  async function eachLocal(root: CID, use: (cid: CID) => void): Promise<void> {
    await walkDag(root, { atOnce: MAX_READ }, async (cid) => {
      const bytes = cid.code === RAW ? undefined : await readBlock(store, cid)
      if (bytes || cid.code === RAW) use(cid)
      return bytes
    })
  }

  async function withoutPinned(blocks: Map<string, CID>): Promise<Iterable<CID>> {
    for (const pin of pins.all().keys()) await eachLocal(parseCid(pin), (cid) => void blocks.delete(blockKey(cid)))
    return blocks.values()
  }

  async function blocksOf(root: CID): Promise<Map<string, CID>> {
    const blocks = new Map<string, CID>()
    await eachLocal(root, (cid) => void blocks.set(blockKey(cid), cid))
    return blocks
  }

  async function bring(root: CID, options: PinOptions): Promise<void> {
    const { onProgress, signal } = options
    const access = open(root, options, true)
    let bytes = 0
    let totalBytes: number | undefined
    try {
      await walkDag(root, { atOnce: MAX_WANTED, ...(signal && { signal }) }, async (cid) => {
        keeper.need(cid)
        const got = await access.get(cid)
        if (cid.equals(root)) totalBytes = sizeOf(cid, got.bytes)
        if (cid.code === RAW) bytes += got.bytes.byteLength
        const links = linksOf(cid, got.bytes)
        if (links.length > 0) access.follow(cid, links)
        const { source } = got
        const asked = source === 'store' ? {} : { privacy: access.privacy }
        onProgress?.({ bytes, source, ...asked, ...(totalBytes !== undefined && { totalBytes }) })
        return cid.code === RAW ? undefined : got.bytes
      })
    } finally {
      access.end()
    }
  }

  if (keeper.isLimited) for (const pin of pins.all().keys()) await eachLocal(parseCid(pin), keeper.need)

  return {
    async pin(text, options = {}) {
      const root = parseCid(text)
      const cid = root.toString()
      // Kept from now on: what came before a crash is not fetched again.
      if (!pins.all().has(cid)) await pins.set(cid, false)
      for (let before = -1; before !== removals; ) {
        before = removals
        // What others removed meanwhile may have been passed already: look again.
        await bring(root, options)
      }
      await pins.set(cid, true)
    },
    async unpin(text) {
      const root = parseCid(text)
      await gate.alone(async () => {
        await pins.delete(root.toString())
        if (keeper.isLimited) for (const cid of await withoutPinned(await blocksOf(root))) keeper.release(cid)
      })
    },
    async remove(text) {
      const root = parseCid(text)
      await gate.alone(async () => {
        const blocks = await blocksOf(root)
        await pins.delete(root.toString())
        removals += 1
        for (const cid of await withoutPinned(blocks)) await keeper.delete(cid)
      })
    },
    async release(blocks) {
      for (const cid of await withoutPinned(new Map([...blocks].map((cid) => [blockKey(cid), cid]))))
        keeper.release(cid)
    },
    async verify(text, { signal } = {}) {
      const found: Verification & { missing: string[]; damaged: string[]; blocks: number } = {
        blocks: 0,
        missing: [],
        damaged: [],
      }
      await walkDag(parseCid(text), { atOnce: MAX_READ, ...(signal && { signal }) }, async (cid) => {
        const bytes = await readPieces(store, cid)
        found.blocks += 1
        if (!bytes) found.missing.push(cid.toString())
        else if (!(await isBlock(cid, bytes))) found.damaged.push(cid.toString())
        else return bytes
        return undefined
      })
      return found
    },
  }
}

function sizeOf(cid: CID, bytes: Bytes): number | undefined {
  const node = decodeNode(cid, bytes)
  return node.kind === 'file' ? node.bytes : undefined
}
