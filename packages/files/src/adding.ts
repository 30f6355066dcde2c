import { unixfs } from '@helia/unixfs'
import { fixedSize } from 'ipfs-unixfs-importer/chunker'
import { balanced } from 'ipfs-unixfs-importer/layout'
import type { FileCandidate, ImporterOptions } from 'ipfs-unixfs-importer'
import { CID } from 'multiformats/cid'
import type { Blockstore } from 'interface-blockstore'
import type { FileProgress } from './file-progress.ts'
import { InvalidPathError } from './errors.ts'
import { checkedPath } from './file-path.ts'
import type { AddOptions, Content, FolderFile, Profile } from './files.ts'
import { joined } from './joined.ts'

type Settings = Omit<ImporterOptions, 'onProgress'>

const PROFILES: Readonly<Record<Profile, { chunkBytes: number; maxChildren: number; options: Settings }>> = {
  'unixfs-v1-2025': {
    chunkBytes: 1024 * 1024,
    maxChildren: 1024,
    options: { profile: 'unixfs-v1-2025', cidVersion: 1, rawLeaves: true },
  },
  'unixfs-v0-2015': {
    chunkBytes: 256 * 1024,
    maxChildren: 174,
    options: { profile: 'unixfs-v0-2015', cidVersion: 0, rawLeaves: false },
  },
}

type Put = (cid: CID, bytes: Uint8Array) => Promise<void>

/** Makes blocks of a file, as Helia and Kubo make them, and gives its CID. */
export async function addFile(content: Content, put: Put, options: AddOptions): Promise<CID> {
  const { fs, settings } = importer(put, options)
  return fs.addByteStream(counted(content, options, counter(options.onProgress, sizeOf(content))), settings)
}

/** The same of many files, and of the folders that their paths name. */
export async function addFolder(
  files: Iterable<FolderFile> | AsyncIterable<FolderFile>,
  put: Put,
  options: AddOptions,
): Promise<CID> {
  const { fs, settings } = importer(put, options)
  const seen = new Set<string>()
  const count = counter(options.onProgress, undefined)
  async function* candidates(): AsyncGenerator<FileCandidate> {
    for await (const { path, content } of files) {
      claim(seen, checkedPath(path))
      yield { path, content: counted(content, options, count) }
    }
  }
  let root: CID | undefined
  for await (const { cid } of fs.addAll(candidates(), { ...settings, wrapWithDirectory: true })) root = cid
  return root && seen.size > 0 ? root : fs.addDirectory({}, settings)
}

/** A path stands for one file, and a file is no folder of others. */
function claim(seen: Set<string>, path: string): void {
  const names = path.split('/')
  if (seen.has(path) || seen.has(`${path}/`)) throw new InvalidPathError(path, 'occurs twice')
  for (let depth = 1; depth < names.length; depth++) {
    const folder = names.slice(0, depth).join('/')
    if (seen.has(folder)) throw new InvalidPathError(path, `needs a folder where "${folder}" is a file`)
    seen.add(`${folder}/`)
  }
  seen.add(path)
}

function importer(put: Put, { profile = 'unixfs-v1-2025', chunkBytes, signal }: AddOptions) {
  const { chunkBytes: usual, maxChildren, options } = PROFILES[profile]
  const blockstore: Pick<Blockstore, 'put'> = {
    async put(cid, bytes) {
      signal?.throwIfAborted()
      await put(cid, bytes instanceof Uint8Array ? bytes : await joined(bytes))
      return cid
    },
  }
  const settings: Settings = {
    ...options,
    // Stated, for @helia/unixfs has defaults for both that win over the profile's.
    chunker: fixedSize({ chunkSize: chunkBytes ?? usual }),
    layout: balanced({ maxChildrenPerNode: maxChildren }),
  }
  // Of a store only `put` is used while files are added.
  return { fs: unixfs({ blockstore: blockstore as Blockstore }), settings }
}

type Count = (bytes: number) => void

function counter(onProgress: AddOptions['onProgress'], totalBytes: number | undefined): Count {
  let bytes = 0
  return (more) => {
    bytes += more
    onProgress?.({ bytes, ...(totalBytes !== undefined && { totalBytes }) } satisfies FileProgress)
  }
}

function sizeOf(content: Content): number | undefined {
  if (content instanceof Uint8Array) return content.length
  return content instanceof Blob ? content.size : undefined
}

async function* counted(content: Content, { signal }: AddOptions, count: Count): AsyncGenerator<Uint8Array> {
  for await (const piece of piecesOf(content)) {
    signal?.throwIfAborted()
    yield piece
    count(piece.length)
  }
}

function piecesOf(content: Content): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  if (content instanceof Uint8Array) return slices(content)
  if (content instanceof Blob) return readFrom(content.stream())
  return content instanceof ReadableStream ? readFrom(content) : content
}

// One piece would be one step of progress.
const SLICE_BYTES = 1024 * 1024

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) yield bytes.subarray(at, at + SLICE_BYTES)
}

/** By its reader: not every browser iterates streams. */
async function* readFrom(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel()
  }
}
