import type { CID } from 'multiformats/cid'
import { addFile } from '../adding.ts'
import type { Range } from '../block-source.ts'
import { MAX_BLOCK_BYTES, RAW } from '../codecs.ts'
import { decodeNode } from '../dag-node.ts'
import { isBlock } from '../digest.ts'
import type { Torrent, TorrentFile } from './client.ts'
import { TREE_KEY } from './metainfo.ts'

/** Which bytes of a torrent's file are which block. */
export interface Shape {
  /** The nodes above the leaves, by their CIDs. */
  readonly nodes: ReadonlyMap<string, Uint8Array>
  readonly leaves: ReadonlyMap<string, Range>
}

/** From what the torrent's maker put into it, in a moment and before a byte of the file is here. */
export async function shapeFromTree(root: CID, { info }: Torrent, bytes: number): Promise<Shape | undefined> {
  const tree = info[TREE_KEY]
  const given = Array.isArray(tree) ? tree.filter((node) => node instanceof Uint8Array) : []
  return await shapeOf(root, bytes, async (cid) => {
    const node = given.shift()
    return node !== undefined && (await isBlock(cid, node)) ? node : undefined
  })
}

/** From the whole file, where its maker knows nothing of CIDs: added as `add` does, it has this root or another. */
export async function shapeFromContent(root: CID, file: TorrentFile, signal: AbortSignal): Promise<Shape | undefined> {
  const nodes = new Map<string, Uint8Array>()
  const content = { [Symbol.asyncIterator]: () => stoppable(file, signal) }
  const put = async (cid: CID, bytes: Uint8Array): Promise<void> => {
    if (cid.code !== RAW) nodes.set(cid.toString(), bytes)
  }
  const found = await addFile(content, put, { signal })
  if (!found.equals(root)) return undefined
  return await shapeOf(root, file.length, async (cid) => nodes.get(cid.toString()))
}

async function shapeOf(
  root: CID,
  bytes: number,
  nodeOf: (cid: CID) => Promise<Uint8Array | undefined>,
): Promise<Shape | undefined> {
  const nodes = new Map<string, Uint8Array>()
  const leaves = new Map<string, Range>()
  for (const waiting = [{ cid: root, from: 0, to: bytes }]; waiting.length > 0; ) {
    const next = waiting.shift()
    if (next === undefined) break
    const { cid, from, to } = next
    if (cid.code === RAW) {
      if (to > bytes || to - from > MAX_BLOCK_BYTES) return undefined
      leaves.set(cid.toString(), { from, to })
      continue
    }
    const block = await nodeOf(cid)
    if (block === undefined) return undefined
    nodes.set(cid.toString(), block)
    const node = decodeNode(cid, block)
    if (node.kind !== 'file') return undefined
    waiting.push(...node.children.map((child) => ({ cid: child.cid, from: from + child.from, to: from + child.to })))
  }
  return { nodes, leaves }
}

/** The bytes of a file, and an end to waiting for them. */
export async function* stoppable(
  file: TorrentFile,
  signal: AbortSignal,
  range?: Range,
): AsyncGenerator<Uint8Array, undefined> {
  if (file.length === 0 || (range && range.to <= range.from)) return undefined
  const stop = Promise.withResolvers<never>()
  stop.promise.catch(() => undefined)
  const onAbort = (): void => stop.reject(signal.reason)
  signal.addEventListener('abort', onAbort)
  const iterator = file[Symbol.asyncIterator](range && { start: range.from, end: range.to - 1 })
  try {
    signal.throwIfAborted()
    for (;;) {
      const { done, value } = await Promise.race([iterator.next(), stop.promise])
      if (done) return undefined
      yield value
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    void iterator.return?.()
  }
}
