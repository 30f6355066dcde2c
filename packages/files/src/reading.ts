import type { CID } from 'multiformats/cid'
import type { Range } from './block-source.ts'
import type { Access, OpenAccess } from './block-access.ts'
import { RAW } from './codecs.ts'
import { type DagNode, decodeNode } from './dag-node.ts'
import { InvalidPathError, NotFoundError, OutsideFileError, TooBigError } from './errors.ts'
import { parsePath } from './file-path.ts'
import type { FileStat, Files, FolderEntry, LookOptions, ReadOptions } from './files.ts'
import { listFolder, lookUp } from './folders.ts'
import { inOrder } from './in-order.ts'
import { joined } from './joined.ts'
import { type GetBlock, readAhead } from './read-ahead.ts'

// So much is on its way while the reader reads: a gigabit for a quarter of a second. It is also what reading holds.
const WINDOW_BYTES = 32 * 1024 * 1024
// The first question asks for the tree's way down and so much of the file: one round trip to the first byte.
const FIRST_BYTES = 1024 * 1024
// What a page or a server can spare for one call.
const MAX_GET_BYTES = 64 * 1024 * 1024
// Entries of a folder whose blocks are asked for at once.
const MAX_LOOKING = 16

interface Found {
  readonly cid: CID
  readonly node: DagNode
}

export function createReading(open: OpenAccess): Pick<Files, 'get' | 'stream' | 'stat' | 'ls'> {
  async function* read(path: string, options: ReadOptions, maxBytes: number): AsyncGenerator<Uint8Array> {
    const { offset = 0, length, onProgress } = options
    const access = open(parsePath(path).root, options)
    try {
      const below = { from: offset, to: offset + Math.min(length ?? FIRST_BYTES, FIRST_BYTES) }
      const { cid, node } = await find(access, path, below)
      if (node.kind !== 'file') throw new InvalidPathError(path, 'is a folder, and `ls` reads those')
      const range = rangeOf(offset, length, node.bytes)
      if (range.to - range.from > maxBytes) throw new TooBigError(range.to - range.from, maxBytes)
      let source = 'store'
      const get: GetBlock = async (block, about) => {
        const got = await access.get(block, about)
        source = got.source
        return got.bytes
      }
      let bytes = 0
      for await (const piece of readAhead(get, { cid, bytes: node.bytes }, range, WINDOW_BYTES)) {
        bytes += piece.length
        const asked = source === 'store' ? {} : { privacy: access.privacy }
        onProgress?.({ bytes, totalBytes: range.to - range.from, source, ...asked })
        yield piece
      }
    } finally {
      access.end()
    }
  }

  return {
    stream: (path, options = {}) => read(path, options, Infinity),
    get: (path, options = {}) => joined(read(path, options, MAX_GET_BYTES)),
    async stat(path, options = {}) {
      const access = open(parsePath(path).root, options)
      try {
        return await statOf(access, await find(access, path))
      } finally {
        access.end()
      }
    },
    async *ls(path, options: LookOptions = {}) {
      const access = open(parsePath(path).root, options)
      try {
        const { cid, node } = await find(access, path)
        if (node.kind === 'file') throw new InvalidPathError(path, 'is a file, and `stream` reads those')
        const links = listFolder(blocksOf(access), cid, node)
        yield* inOrder(links, MAX_LOOKING, (link) => entryOf(access, link))
      } finally {
        access.end()
      }
    },
  }
}

/** What stands at the end of a path. */
async function find(access: Access, path: string, below?: Range): Promise<Found> {
  const { root, names } = parsePath(path)
  const nodeOf = async (cid: CID): Promise<Found> => {
    // Of a file also its beginning: it comes with the same question.
    const about = { ...(below && names.length === 0 && { below }) }
    return { cid, node: decodeNode(cid, (await access.get(cid, about)).bytes) }
  }
  let found = await nodeOf(root)
  for (const name of names) {
    const { cid, node } = found
    const next = node.kind === 'file' ? undefined : await lookUp(blocksOf(access), cid, node, name)
    if (!next) throw new NotFoundError(path)
    found = await nodeOf(next)
  }
  return found
}

function blocksOf(access: Access): GetBlock {
  return async (cid, about) => (await access.get(cid, about)).bytes
}

function rangeOf(offset: number, length: number | undefined, bytes: number): Range {
  const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0
  if (!isCount(offset) || offset > bytes || (length !== undefined && !isCount(length))) {
    throw new OutsideFileError(offset, length, bytes)
  }
  return { from: offset, to: length === undefined ? bytes : Math.min(bytes, offset + length) }
}

async function statOf(access: Access, { cid, node }: Found): Promise<FileStat> {
  if (node.kind === 'file') return { type: 'file', cid: cid.toString(), bytes: node.bytes }
  let entries = 0
  for await (const _ of listFolder(blocksOf(access), cid, node)) entries += 1
  return { type: 'folder', cid: cid.toString(), entries }
}

async function entryOf(
  access: Access,
  { name, cid, bytes }: { name: string; cid: CID; bytes: number },
): Promise<FolderEntry> {
  const about = { name, cid: cid.toString() }
  // A raw block's size is the file's: nothing needs to be fetched for it.
  if (cid.code === RAW) return { ...about, type: 'file', bytes }
  const node = decodeNode(cid, (await access.get(cid)).bytes)
  return node.kind === 'file' ? { ...about, type: 'file', bytes: node.bytes } : { ...about, type: 'folder' }
}
