import type { CID } from 'multiformats/cid'
import { RAW } from '../codecs.ts'
import { decodeNode, linksOf } from '../dag-node.ts'
import { parseCid } from '../file-path.ts'
import type { Files } from '../files.ts'
import { concat } from '../joined.ts'
import { bencode } from './bencode.ts'

/** Where in `info` the nodes above the leaves stand: 50 bytes for each MiB of the file. Other programs pass over it. */
export const TREE_KEY = 'hydra tree'

const LEAST_PIECE_BYTES = 64 * 1024
const MOST_PIECE_BYTES = 8 * 1024 ** 2
// A metainfo of some 20 kB for what is larger than 64 MiB.
const PIECES = 1024

export interface Metainfo {
  readonly infohash: Uint8Array
  /** Of the file. */
  readonly bytes: number
  /** A `.torrent` file. */
  readonly file: Uint8Array<ArrayBuffer>
}

export interface MetainfoOptions {
  readonly name: string
  readonly announce: readonly string[]
  readonly signal?: AbortSignal | undefined
}

/** Makes the torrent of a file that is here. Reads it once. */
export async function makeMetainfo(files: Files, cid: string, options: MetainfoOptions): Promise<Metainfo> {
  const { name, announce, signal } = options
  const cancel = signal && { signal }
  const about = await files.stat(cid, { local: true, ...cancel })
  if (about.type !== 'file') throw new TypeError(`${cid} is a folder, and a torrent is made of one file.`)
  const pieceBytes = pieceSize(about.bytes)
  const pieces: Uint8Array[] = []
  for await (const piece of inPieces(files.stream(cid, { local: true, ...cancel }), pieceBytes)) {
    pieces.push(await sha1(piece))
  }
  const tree = await treeOf(files, parseCid(cid), signal)
  const info = {
    length: about.bytes,
    name,
    'piece length': pieceBytes,
    pieces: concat(pieces),
    ...(tree.length > 0 && { [TREE_KEY]: tree }),
  }
  const infohash = await sha1(bencode(info))
  const [first] = announce
  const trackers = first === undefined ? {} : { announce: first, 'announce-list': announce.map((url) => [url]) }
  return { infohash, bytes: about.bytes, file: bencode({ ...trackers, info }) }
}

/** Nodes above the leaves, each before those below it; none where a leaf is more than its bytes. */
async function treeOf(files: Files, root: CID, signal: AbortSignal | undefined): Promise<Uint8Array[]> {
  const nodes: Uint8Array[] = []
  for (const waiting = [root]; waiting.length > 0; ) {
    const cid = waiting.shift()
    if (cid === undefined || cid.code === RAW) continue
    const bytes = await files.block(cid.toString(), { local: true, ...(signal && { signal }) })
    if (bytes === undefined) return []
    const node = decodeNode(cid, bytes)
    if (node.kind !== 'file' || node.data.length > 0) return []
    nodes.push(bytes)
    waiting.push(...linksOf(cid, bytes))
  }
  return nodes
}

function pieceSize(bytes: number): number {
  let size = LEAST_PIECE_BYTES
  while (size < MOST_PIECE_BYTES && size * PIECES < bytes) size *= 2
  return size
}

async function* inPieces(stream: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = []
  let held = 0
  for await (const chunk of stream) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + size - held)
      parts.push(part)
      held += part.length
      at += part.length
      if (held < size) continue
      yield concat(parts)
      parts = []
      held = 0
    }
  }
  if (held > 0) yield concat(parts)
}

async function sha1(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-1', bytes as Uint8Array<ArrayBuffer>))
}

export function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
