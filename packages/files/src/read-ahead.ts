import type { CID } from 'multiformats/cid'
import type { Bytes, Range } from './block-source.ts'
import { type DagNode, decodeNode } from './dag-node.ts'
import { MalformedDagError } from './errors.ts'
import { piecesOf } from './joined.ts'

/** Gets a block that is what its CID says, from here or elsewhere. */
export type GetBlock = (cid: CID, about: { bytes: number; below?: Range }) => Promise<Bytes>

type FileNode = DagNode & { readonly kind: 'file' }

/** A part of a file, in order: its bytes stand between `from` and `to` of the file. */
interface Part {
  readonly cid: CID
  readonly from: number
  readonly to: number
  readonly depth: number
  node?: Promise<FileNode>
}

// Trees of three levels reach terabytes. One that is deeper was made to waste our time.
const MAX_DEPTH = 32
// Blocks on their way at once: leaves may be as small as their author likes.
const MAX_AHEAD = 128
// What one block is taken to weigh at most when work is dealt out.
const NODE_BYTES = 1024 * 1024

/**
 * Reads a range of a file in order while blocks ahead of it are on their way. Tree nodes take their parts' places as
 * they arrive, so that the window reaches across them.
 */
export async function* readAhead(
  get: GetBlock,
  file: { readonly cid: CID; readonly bytes: number },
  range: Range,
  windowBytes: number,
): AsyncGenerator<Uint8Array> {
  const parts: Part[] = [{ cid: file.cid, from: 0, to: file.bytes, depth: 0 }]

  function start(): void {
    let sum = 0
    for (const part of parts.slice(0, MAX_AHEAD)) {
      if (sum >= windowBytes) return
      part.node ??= begin(part)
      sum += part.to - part.from
    }
  }

  function begin(part: Part): Promise<FileNode> {
    const bytes = Math.min(part.to - part.from, NODE_BYTES)
    const arriving = get(part.cid, { bytes }).then((block) => soundNode(part, block))
    // Its parts are begun as soon as it is here, not when its turn comes. An error waits for its turn.
    arriving.then((node) => expand(part, node)).catch(() => undefined)
    return arriving
  }

  function expand(part: Part, node: FileNode): void {
    const index = parts.indexOf(part)
    if (index < 1 || node.children.length === 0 || node.data.length > 0) return
    parts.splice(index, 1, ...partsBelow(part, node, range))
    start()
  }

  for (;;) {
    start()
    const [part] = parts
    if (!part?.node) return
    const node = await part.node
    parts.splice(0, 1, ...partsBelow(part, node, range))
    start()
    yield* within(node.data, range.from - part.from, range.to - part.from)
  }
}

function* within(bytes: Bytes, from: number, to: number): Generator<Uint8Array> {
  let at = 0
  for (const piece of piecesOf(bytes)) {
    const some = piece.subarray(Math.max(0, from - at), Math.max(0, to - at))
    if (some.length > 0) yield some
    at += piece.length
  }
}

function soundNode(part: Part, block: Bytes): FileNode {
  const node = decodeNode(part.cid, block)
  const expected = part.to - part.from
  if (node.kind !== 'file') throw new MalformedDagError(part.cid.toString(), 'it is a folder inside a file')
  if (node.bytes !== expected) {
    throw new MalformedDagError(part.cid.toString(), `it has ${node.bytes} bytes where ${expected} were announced`)
  }
  if (part.depth === MAX_DEPTH) throw new MalformedDagError(part.cid.toString(), `it is ${MAX_DEPTH} levels deep`)
  return node
}

function partsBelow(part: Part, node: FileNode, range: Range): Part[] {
  return node.children.flatMap(({ cid, from, to }) => {
    const at = { from: part.from + from, to: part.from + to }
    return at.from < range.to && at.to > range.from && from < to ? [{ cid, ...at, depth: part.depth + 1 }] : []
  })
}
