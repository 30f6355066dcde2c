import { murmur3128 } from '@multiformats/murmur3'
import type { CID } from 'multiformats/cid'
import { type DagNode, decodeNode, type NamedLink } from './dag-node.ts'
import { MalformedDagError } from './errors.ts'
import { wrongName } from './file-path.ts'
import type { GetBlock } from './read-ahead.ts'

type Folder = Exclude<DagNode, { kind: 'file' }>

// A level takes eight bits of a 64-bit hash: a ninth has nothing left to tell names apart.
const MAX_LEVELS = 8
// Two hexadecimal digits before each name say where it stands.
const PREFIX = 2
const NODE_BYTES = 256 * 1024

/** What a folder lists, however large it is. Names that would lead elsewhere on a disk are left out. */
export async function* listFolder(get: GetBlock, cid: CID, folder: Folder): AsyncGenerator<NamedLink> {
  if (folder.kind === 'folder') {
    yield* folder.links.filter(({ name }) => wrongName(name) === undefined)
    return
  }
  yield* listShard(get, cid, folder, 1)
}

async function* listShard(get: GetBlock, cid: CID, shard: Folder, level: number): AsyncGenerator<NamedLink> {
  for (const link of shard.links) {
    if (link.name.length > PREFIX) {
      const name = link.name.slice(PREFIX)
      if (wrongName(name) === undefined) yield { ...link, name }
      continue
    }
    yield* listShard(get, link.cid, await shardBelow(get, cid, link.cid, level), level + 1)
  }
}

/** Where a name leads. */
export async function lookUp(get: GetBlock, cid: CID, folder: Folder, name: string): Promise<CID | undefined> {
  if (folder.kind === 'folder') return folder.links.find((link) => link.name === name)?.cid
  const hash = await murmur3128.encode(new TextEncoder().encode(name))
  let at = cid
  let shard: Folder = folder
  for (let level = 1; ; level++) {
    const prefix = (hash[level - 1] ?? 0).toString(16).padStart(PREFIX, '0').toUpperCase()
    const found = shard.links.find((link) => link.name === prefix + name)
    if (found) return found.cid
    const deeper = shard.links.find((link) => link.name === prefix)
    if (!deeper) return undefined
    shard = await shardBelow(get, at, deeper.cid, level)
    at = deeper.cid
  }
}

async function shardBelow(get: GetBlock, parent: CID, cid: CID, level: number): Promise<Folder> {
  if (level === MAX_LEVELS) throw new MalformedDagError(parent.toString(), 'its folder is deeper than a hash is long')
  const shard = decodeNode(cid, await get(cid, { bytes: NODE_BYTES }))
  if (shard.kind !== 'shard') throw new MalformedDagError(cid.toString(), 'it stands where a part of a folder should')
  return shard
}
