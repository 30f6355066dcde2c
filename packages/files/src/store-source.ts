import type { BlockSource, Block } from './block-source.ts'
import type { BlockStore } from './block-store.ts'
import { joined } from './joined.ts'

/** Another store as a source: a folder of blocks on a disk, or what another peer of this process has. */
export function storeSource(store: BlockStore, { name = 'disk' }: { name?: string } = {}): BlockSource {
  async function* ask(wants: readonly { readonly cid: Block['cid'] }[]): AsyncGenerator<Block> {
    for (const { cid } of wants) {
      if (await store.has(cid)) yield { cid, bytes: await joined(store.get(cid)) }
    }
  }
  return { name, privacy: 'hidden', providers: () => [{ id: name, ask }] }
}
