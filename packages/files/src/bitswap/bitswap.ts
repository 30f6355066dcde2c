import type { CID } from 'multiformats/cid'
import type { Block, BlockSource, Provider, Want } from '../block-source.ts'
import type { BlockStore } from '../block-store.ts'
import { readBlock } from '../local-blocks.ts'
import { createInbox, type Inbox } from '../swarm/inbox.ts'
import type { ByteStream } from '../swarm/byte-stream.ts'
import type { SwarmNetwork } from '../swarm/swarm.ts'
import type { Uploads } from '../swarm/uploads.ts'
import type { BitswapMessage, BitswapWant } from './message.ts'
import { framedMessage, readMessages } from './message-reader.ts'

interface Surroundings {
  readonly blocks: BlockStore
  readonly network: SwarmNetwork
  readonly uploads: Uploads
  readonly signal: AbortSignal
}

type Reply = Block | { readonly cid: CID; readonly missing: true }

/** Talks bitswap 1.2.0 with connected peers: asks them, and answers what they ask for while it is here. */
export function createBitswap({ blocks, network, uploads, signal }: Surroundings): BlockSource {
  const waiting = new Map<string, Map<string, Set<Inbox<Reply>>>>()

  async function send(peer: string, message: Partial<BitswapMessage>): Promise<void> {
    // A stream for each message, as others do it: answers come on streams of the other side.
    const stream = await network.open(peer, { signal })
    await stream.write(framedMessage(message), { signal })
    await stream.close()
  }

  async function hear(peer: string, stream: ByteStream): Promise<void> {
    for await (const { wants, blocks: brought, presences } of readMessages(stream, signal)) {
      for (const block of brought) tell(peer, block)
      for (const { cid, has } of presences) if (!has) tell(peer, { cid, missing: true })
      await answer(peer, wants)
    }
  }

  function tell(peer: string, reply: Reply): void {
    for (const inbox of waiting.get(peer)?.get(reply.cid.toString()) ?? []) void inbox.put(reply, 0)
  }

  async function answer(peer: string, wants: readonly BitswapWant[]): Promise<void> {
    for (const { cid, onlyHave, sayMissing } of wants.filter(({ cancel }) => !cancel)) {
      const bytes = onlyHave ? undefined : await readBlock(blocks, cid)
      const has = onlyHave ? await blocks.has(cid) : bytes !== undefined
      if (bytes) await uploads.run(bytes.length, signal, () => send(peer, { blocks: [{ cid, bytes }] }))
      else if (has || sayMissing) await send(peer, { presences: [{ cid, has }] })
    }
  }

  async function* ask(peer: string, wants: readonly Want[], own: AbortSignal): AsyncGenerator<Block> {
    own.throwIfAborted()
    const left = new Map(wants.map(({ cid }) => [cid.toString(), cid]))
    const inbox = createInbox<Reply>()
    const byKey = waiting.get(peer) ?? new Map<string, Set<Inbox<Reply>>>()
    waiting.set(peer, byKey)
    for (const key of left.keys()) byKey.set(key, (byKey.get(key) ?? new Set()).add(inbox))
    const stop = () => inbox.fail(own.reason)
    own.addEventListener('abort', stop, { once: true })
    const entries = (cancel: boolean) =>
      [...left.values()].map((cid) => ({ cid, cancel, onlyHave: false, sayMissing: true }))
    try {
      await send(peer, { wants: entries(false) })
      while (left.size > 0) {
        const reply = await inbox.take()
        if (left.delete(reply.cid.toString()) && 'bytes' in reply) yield reply
      }
    } finally {
      own.removeEventListener('abort', stop)
      for (const { cid } of wants) {
        const readers = byKey.get(cid.toString())
        readers?.delete(inbox)
        if (readers?.size === 0) byKey.delete(cid.toString())
      }
      if (byKey.size === 0) waiting.delete(peer)
      if (left.size > 0 && !signal.aborted) send(peer, { wants: entries(true) }).catch(() => undefined)
    }
  }

  network.onStream((peer, stream) => {
    hear(peer, stream)
      .then(() => stream.close())
      // What went wrong is told to the peer by the end of the stream.
      .catch((error: unknown) => stream.abort(error instanceof Error ? error : new Error(String(error))))
  })

  return {
    name: 'bitswap',
    privacy: 'direct',
    async *providers(root, options) {
      for await (const peer of network.peers(root, options)) {
        const provider: Provider = {
          id: peer,
          ask: (wants, { signal: own }) => ask(peer, wants, AbortSignal.any([own, signal])),
        }
        yield provider
      }
    },
  }
}
