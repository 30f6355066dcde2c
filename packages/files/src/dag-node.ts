import { decode, type PBNode } from '@ipld/dag-pb'
import { UnixFS } from 'ipfs-unixfs'
import type { CID } from 'multiformats/cid'
import type { Bytes } from './block-source.ts'
import { DAG_PB, RAW } from './codecs.ts'
import { MalformedDagError } from './errors.ts'

/** A part of a file: the bytes from `from` to `to`, counted from the start of the node that it belongs to. */
export interface Child {
  readonly cid: CID
  readonly from: number
  readonly to: number
}

export interface NamedLink {
  readonly name: string
  readonly cid: CID
  /** What the folder's author says it holds in all. Nothing is decided by it. */
  readonly bytes: number
}

export type DagNode =
  | { readonly kind: 'file'; readonly bytes: number; readonly data: Bytes; readonly children: readonly Child[] }
  | { readonly kind: 'folder'; readonly links: readonly NamedLink[] }
  | { readonly kind: 'shard'; readonly links: readonly NamedLink[]; readonly fanout: number }

/** The one decoder of blocks: a part of a file, or of a folder. */
export function decodeNode(cid: CID, bytes: Bytes): DagNode {
  if (cid.code === RAW) return { kind: 'file', bytes: bytes.byteLength, data: bytes, children: [] }
  const { node, unixfs } = parsed(cid, bytes)
  switch (unixfs.type) {
    case 'raw':
    case 'file':
      return file(cid, node, unixfs)
    case 'directory':
      return { kind: 'folder', links: named(node) }
    case 'hamt-sharded-directory':
      return { kind: 'shard', links: named(node), fanout: fanoutOf(cid, unixfs) }
    default:
      throw new MalformedDagError(cid.toString(), `it is of type "${unixfs.type}", which is not read here`)
  }
}

/** What a block links to, whatever it is. */
export function linksOf(cid: CID, bytes: Bytes): CID[] {
  return cid.code === DAG_PB ? parsed(cid, bytes).node.Links.map(({ Hash }) => Hash) : []
}

function parsed(cid: CID, bytes: Bytes): { node: PBNode; unixfs: UnixFS } {
  if (cid.code !== DAG_PB) throw new MalformedDagError(cid.toString(), 'its codec is neither raw nor dag-pb')
  try {
    const node = decode(bytes.subarray())
    return { node, unixfs: UnixFS.unmarshal(node.Data ?? new Uint8Array()) }
  } catch (cause) {
    throw new MalformedDagError(cid.toString(), 'it is no UnixFS node', { cause })
  }
}

function file(cid: CID, { Links }: PBNode, { data = new Uint8Array(), blockSizes }: UnixFS): DagNode {
  if (blockSizes.length !== Links.length) {
    throw new MalformedDagError(cid.toString(), `it has ${Links.length} parts and ${blockSizes.length} sizes`)
  }
  let at = data.length
  const children = Links.map(({ Hash }, index) => {
    const from = at
    at += Number(blockSizes[index])
    return { cid: Hash, from, to: at }
  })
  if (!Number.isSafeInteger(at)) throw new MalformedDagError(cid.toString(), 'it claims more bytes than can be counted')
  return { kind: 'file', bytes: at, data, children }
}

function named({ Links }: PBNode): NamedLink[] {
  return Links.map(({ Name = '', Hash, Tsize = 0 }) => ({ name: Name, cid: Hash, bytes: Tsize }))
}

function fanoutOf(cid: CID, { fanout = 0n }: UnixFS): number {
  // Each level takes whole bytes of the hash: every implementation writes 256.
  if (fanout !== 256n) throw new MalformedDagError(cid.toString(), `its fan-out is ${fanout}, and 256 is read`)
  return 256
}
