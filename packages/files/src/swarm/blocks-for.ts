import type { Block, Want } from '../block-source.ts'
import { wantsBelow } from '../below.ts'
import type { BlockStore } from '../block-store.ts'
import { RAW } from '../codecs.ts'
import { readBlock } from '../local-blocks.ts'

// A file's tree has three or four levels. What goes deeper is not pushed.
const MAX_DEPTH = 32
// Blocks read while the one before them is sent.
const READ_AHEAD = 2

/** The blocks that are here, each once, with what lies below them where that is asked for: parents first, in order. */
export async function* blocksFor(store: BlockStore, wants: readonly Want[]): AsyncGenerator<Block> {
  const sent = new Set<string>()
  const stack: (Want & { readonly depth: number; reading?: Promise<Uint8Array | undefined> })[] = wants
    .map((want) => ({ ...want, depth: 0 }))
    .toReversed()
  for (;;) {
    for (const next of stack.slice(-READ_AHEAD)) {
      next.reading ??= readBlock(store, next.cid)
      next.reading.catch(() => undefined)
    }
    const want = stack.pop()
    if (!want?.reading) return
    const { cid, below, depth } = want
    const bytes = await want.reading
    if (!bytes || sent.has(cid.toString())) continue
    sent.add(cid.toString())
    yield { cid, bytes }
    if (!below || cid.code === RAW || depth === MAX_DEPTH) continue
    stack.push(
      ...wantsBelow(cid, bytes, below)
        .map((child) => ({ ...child, depth: depth + 1 }))
        .toReversed(),
    )
  }
}
