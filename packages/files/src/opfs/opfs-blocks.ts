import { BaseBlockstore } from 'blockstore-core/base'
import type { InputPair, Pair } from 'interface-blockstore'
import { base32 } from 'multiformats/bases/base32'
import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import * as Digest from 'multiformats/hashes/digest'
import { isBlock } from '../digest.ts'
import { BlockNotFoundError } from '../errors.ts'
import { joined } from '../joined.ts'
import { blockKey } from '../keeper.ts'

interface AbortOptions {
  readonly signal?: AbortSignal
}

// A folder of a hundred thousand entries is slow to open by name; a thousand of them share two letters of their names.
const FOLDER_LETTERS = 2

/** One file for each block. What is written appears under its name when all of it is there. */
class OpfsBlocks extends BaseBlockstore {
  readonly #root: FileSystemDirectoryHandle

  constructor(root: FileSystemDirectoryHandle) {
    super()
    this.#root = root
  }

  override async put(cid: CID, bytes: InputPair['bytes'], { signal }: AbortOptions = {}): Promise<CID> {
    signal?.throwIfAborted()
    const name = blockKey(cid)
    const whole = bytes instanceof Uint8Array ? bytes : await joined(bytes)
    const file = await (await this.#folder(name, true)).getFileHandle(name, { create: true })
    const writable = await file.createWritable()
    await writable.write(whole as Uint8Array<ArrayBuffer>)
    await writable.close()
    return cid
  }

  override async *get(cid: CID, { signal }: AbortOptions = {}): AsyncGenerator<Uint8Array> {
    signal?.throwIfAborted()
    const file = await this.#file(cid)
    if (!file) throw new BlockNotFoundError(cid.toString())
    yield new Uint8Array(await file.arrayBuffer())
  }

  override async has(cid: CID, { signal }: AbortOptions = {}): Promise<boolean> {
    signal?.throwIfAborted()
    return (await this.#file(cid)) !== undefined
  }

  override async delete(cid: CID, { signal }: AbortOptions = {}): Promise<void> {
    signal?.throwIfAborted()
    const name = blockKey(cid)
    await unlessMissing(this.#folder(name, false).then((folder) => folder.removeEntry(name)))
  }

  override async *getAll({ signal }: AbortOptions = {}): AsyncGenerator<Pair> {
    for await (const folder of this.#root.values()) {
      if (folder.kind !== 'directory') continue
      for await (const name of folder.keys()) {
        signal?.throwIfAborted()
        const cid = CID.createV1(raw.code, Digest.decode(base32.decode(name)))
        if (await this.has(cid)) yield { cid, bytes: this.get(cid) }
      }
    }
  }

  async #folder(name: string, create: boolean): Promise<FileSystemDirectoryHandle> {
    return this.#root.getDirectoryHandle(name.slice(-FOLDER_LETTERS), { create })
  }

  async #file(cid: CID): Promise<File | undefined> {
    const name = blockKey(cid)
    const handle = await unlessMissing(this.#folder(name, false).then((folder) => folder.getFileHandle(name)))
    const file = handle && (await unlessMissing(handle.getFile()))
    // A tab that ended while it wrote leaves the name, and nothing under it: right for the block of no bytes alone.
    return file && (file.size > 0 || (await isBlock(cid, new Uint8Array(0)))) ? file : undefined
  }
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundError') return undefined
    throw error
  }
}

/** Opens a store of blocks in the origin's private file system, in a page or a worker, and makes it where there is none. */
export async function openOpfsBlocks(name: string): Promise<BaseBlockstore> {
  const origin = await navigator.storage.getDirectory()
  return new OpfsBlocks(await origin.getDirectoryHandle(name, { create: true }))
}
