import { BaseBlockstore } from 'blockstore-core/base'
import type { InputPair, Pair } from 'interface-blockstore'
import { base32 } from 'multiformats/bases/base32'
import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import * as Digest from 'multiformats/hashes/digest'
import { joined } from './joined.ts'
import { BlockNotFoundError } from './errors.ts'

interface AbortOptions {
  readonly signal?: AbortSignal
}

/**
 * Keeps bytes by their hash: the codec of a CID says how bytes are read, not what they are. One array is copied, for its
 * owner may write to it; what comes in parts is taken over. What `get` gives is not to be written to.
 */
class MemoryBlocks extends BaseBlockstore {
  readonly #blocks = new Map<string, Uint8Array>()

  override async put(cid: CID, bytes: InputPair['bytes'], options?: AbortOptions): Promise<CID> {
    options?.signal?.throwIfAborted()
    const whole = bytes instanceof Uint8Array ? bytes.slice() : await joined(bytes)
    this.#blocks.set(nameOf(cid), whole)
    return cid
  }

  override async *get(cid: CID, options?: AbortOptions): AsyncGenerator<Uint8Array> {
    options?.signal?.throwIfAborted()
    const bytes = this.#blocks.get(nameOf(cid))
    if (!bytes) throw new BlockNotFoundError(cid.toString())
    yield bytes
  }

  override async has(cid: CID, options?: AbortOptions): Promise<boolean> {
    options?.signal?.throwIfAborted()
    return this.#blocks.has(nameOf(cid))
  }

  override async delete(cid: CID, options?: AbortOptions): Promise<void> {
    options?.signal?.throwIfAborted()
    this.#blocks.delete(nameOf(cid))
  }

  override async *getAll(options?: AbortOptions): AsyncGenerator<Pair> {
    options?.signal?.throwIfAborted()
    for (const [name] of this.#blocks) {
      const cid = CID.createV1(raw.code, Digest.decode(base32.decode(name)))
      yield { cid, bytes: this.get(cid) }
    }
  }
}

function nameOf({ multihash }: CID): string {
  return base32.encode(multihash.bytes)
}

/** A block store in memory. */
export function memoryBlocks(): BaseBlockstore {
  return new MemoryBlocks()
}
