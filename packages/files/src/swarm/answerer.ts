import type { CID } from 'multiformats/cid'
import type { Want } from '../block-source.ts'
import type { BlockStore } from '../block-store.ts'
import { decodeNode, linksOf, RAW } from '../dag-node.ts'
import { readBlock } from '../local-blocks.ts'
import type { ByteStream } from './byte-stream.ts'
import { encodeFrame, type Frame, FrameError, MAX_LINKS, type Question } from './frame.ts'
import { readFrames } from './frame-reader.ts'
import type { Uploads } from './uploads.ts'

// One is served, one waits behind it, and a few more sessions of the peer do the same.
const MAX_OPEN = 16
// A file's tree has three or four levels. What goes deeper is not pushed.
const MAX_DEPTH = 32
// Blocks read while the one before them is sent.
const READ_AHEAD = 2
// As many questions about a node's links as an honest download asks: a few each second.
const MAX_MAPS_PER_SECOND = 8

type Asked = Extract<Question, { type: 'ask' }>

/** Answers one peer's questions until it leaves. */
export async function answerPeer(
  stream: ByteStream,
  { store, uploads, signal }: { store: BlockStore; uploads: Uploads; signal: AbortSignal },
): Promise<void> {
  const open = new Map<number, AbortController>()
  let serving: Promise<void> = Promise.resolve()
  const send = (frame: Frame) => stream.write(encodeFrame(frame), { signal })

  async function serve({ id, wants }: Asked, { signal: cancelled }: AbortController): Promise<void> {
    for await (const { cid, bytes } of blocksFor(store, wants)) {
      if (cancelled.aborted) return
      await uploads.run(bytes.length, signal, () => send({ type: 'block', id, cid, bytes }))
    }
    await send({ type: 'end', id, busy: false })
  }

  function ask(asked: Asked): Promise<void> {
    const { id } = asked
    if (open.has(id)) throw new FrameError(`it asks twice as ${id}`)
    if (open.size >= MAX_OPEN) return send({ type: 'end', id, busy: true })
    const controller = new AbortController()
    open.set(id, controller)
    const before = serving
    serving = before.then(() => serve(asked, controller)).finally(() => open.delete(id))
    // Ends the reading below, too.
    serving.catch((error: unknown) => stream.abort(error instanceof Error ? error : new Error(String(error))))
    return Promise.resolve()
  }

  const mayAskForMap = uploads.limited(MAX_MAPS_PER_SECOND)
  for await (const frame of readFrames(stream, signal)) {
    if (frame.type === 'ask') await ask(frame)
    else if (frame.type === 'cancel') open.get(frame.id)?.abort()
    else if (frame.type === 'which') {
      const held = mayAskForMap() ? await heldLinks(store, frame.node) : undefined
      await send({ type: 'map', id: frame.id, ...{ held } })
    } else throw new FrameError('it answers where it should ask')
  }
  await serving
  await stream.close()
}

/** The blocks that are here, each once, with what lies below them where that is asked for: parents first, in order. */
async function* blocksFor(store: BlockStore, wants: readonly Want[]): AsyncGenerator<{ cid: CID; bytes: Uint8Array }> {
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

function wantsBelow(cid: CID, bytes: Uint8Array, { from, to }: NonNullable<Want['below']>): Want[] {
  const node = decodeNode(cid, bytes)
  if (node.kind !== 'file') return []
  return node.children
    .filter((child) => child.from < to && child.to > from)
    .map((child) => ({
      cid: child.cid,
      below: { from: Math.max(0, from - child.from), to: Math.min(to, child.to) - child.from },
    }))
}

async function heldLinks(store: BlockStore, node: CID): Promise<boolean[] | undefined> {
  const bytes = await readBlock(store, node)
  const links = bytes ? linksOf(node, bytes) : []
  if (links.length === 0 || links.length > MAX_LINKS) return undefined
  return Promise.all(links.map(async (link) => store.has(link)))
}
