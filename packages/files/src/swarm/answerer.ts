import type { CID } from 'multiformats/cid'
import type { BlockStore } from '../block-store.ts'
import { linksOf } from '../dag-node.ts'
import { readBlock } from '../local-blocks.ts'
import { blocksFor } from './blocks-for.ts'
import type { ByteStream } from './byte-stream.ts'
import { encodeFrame, type Frame, FrameError, MAX_LINKS, type Question } from './frame.ts'
import { readFrames } from './frame-reader.ts'
import type { Uploads } from './uploads.ts'

// One is served, one waits behind it, and a few more sessions of the peer do the same.
const MAX_OPEN = 16
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
    // Whoever seeks in a film calls off what waits behind: reading it would keep what it asks for now waiting.
    if (cancelled.aborted) return
    for await (const { cid, bytes } of blocksFor(store, wants)) {
      if (cancelled.aborted) return
      await uploads.run(bytes.byteLength, signal, () => send({ type: 'block', id, cid, bytes }))
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
      await send({ type: 'map', id: frame.id, held })
    } else throw new FrameError('it answers where it should ask')
  }
  await serving
  await stream.close()
}

async function heldLinks(store: BlockStore, node: CID): Promise<boolean[] | undefined> {
  const bytes = await readBlock(store, node)
  const links = bytes ? linksOf(node, bytes) : []
  if (links.length === 0 || links.length > MAX_LINKS) return undefined
  return Promise.all(links.map(async (link) => store.has(link)))
}
