import type { Block, BlockSource, Want } from './block-source.ts'
import type { BlockStore } from './block-store.ts'
import { copied } from './joined.ts'

/** Another store as a source: a folder of blocks on a disk, or what another peer of this process has. */
export function storeSource(store: BlockStore, { name = 'disk' }: { name?: string } = {}): BlockSource {
  async function* ask(wants: readonly Want[], { signal }: { signal: AbortSignal }): AsyncGenerator<Block> {
    for (const { cid } of wants) {
      signal.throwIfAborted()
      if (await store.has(cid)) yield { cid, bytes: await copied(store.get(cid)) }
    }
  }
  return { name, privacy: 'hidden', providers: () => [{ id: name, ask }] }
}
