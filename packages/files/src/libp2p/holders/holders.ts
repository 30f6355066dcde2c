import type { IdentifyResult, Libp2p, PeerId, Stream } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { lpStream } from '@libp2p/utils'
import { base32 } from 'multiformats/bases/base32'
import { blockKey } from '../../keeper.ts'
import type { Routing } from '../libp2p-network.ts'
import { createBoard } from './board.ts'
import {
  decodeHolders,
  decodeQuestion,
  encodeHolders,
  encodeQuestion,
  type Holder,
  type HoldersQuestion,
} from './message.ts'
import { MAX_HOLDERS, MAX_MESSAGE_BYTES, MAX_ROOTS } from './message.ts'

export const HOLDERS_PROTOCOL = '/hydra/files/holders/1.0.0'

/** What is needed of a libp2p node. */
export type HoldersNode = Pick<
  Libp2p,
  'addEventListener' | 'getPeers' | 'dialProtocol' | 'handle' | 'peerStore' | 'removeEventListener' | 'unhandle'
>

/** Tells neighbours what is held here, and asks them who holds what. */
export interface Holders extends Routing {
  close(): Promise<void>
}

// One to tell, one to ask, one of each that is not over yet.
const MAX_STREAMS = 4
// A neighbour has its answer in memory.
const TIMEOUT_MS = 5_000
// Others are asked in the next round: they are found by the same nodes.
const MAX_ASKED = 8
const FRAMING = { maxDataLength: MAX_MESSAGE_BYTES, maxBufferSize: 2 * MAX_MESSAGE_BYTES, maxLengthLength: 3 }

/** Finds holders by the neighbours that two peers share: each remembers what those that are connected to it hold. */
export async function libp2pHolders(node: HoldersNode): Promise<Holders> {
  const own = new Map<string, Uint8Array>()
  const board = createBoard()
  const closing = new AbortController()

  async function call(peer: PeerId, question: HoldersQuestion, signal?: AbortSignal): Promise<Uint8Array> {
    const limit = AbortSignal.any([closing.signal, AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])])
    const stream = await node.dialProtocol(peer, HOLDERS_PROTOCOL, { signal: limit })
    return within(stream, async () => {
      const framed = lpStream(stream, FRAMING)
      await framed.write(encodeQuestion(question), { signal: limit })
      return (await framed.read({ signal: limit })).slice()
    })
  }

  /** Who does not take it is told again when it comes back. */
  async function tell(peers: readonly PeerId[], question: HoldersQuestion): Promise<void> {
    await Promise.allSettled(peers.map((peer) => call(peer, question)))
  }

  async function neighbours(): Promise<PeerId[]> {
    const speaking: PeerId[] = []
    for (const peer of node.getPeers()) {
      const known = await node.peerStore.get(peer).catch(() => undefined)
      if (known?.protocols.includes(HOLDERS_PROTOCOL)) speaking.push(peer)
    }
    return speaking
  }

  async function answer(peer: PeerId, { type, hashes: [...hashes] }: HoldersQuestion): Promise<Uint8Array> {
    const keys = hashes.map((hash) => base32.encode(hash))
    if (type === 'hold') board.hold(peer.toString(), keys)
    if (type === 'drop') board.drop(peer.toString(), keys)
    if (type !== 'who') return new Uint8Array()
    const holders = await known(board.who(keys[0] as string, MAX_HOLDERS, peer.toString()))
    return encodeHolders(holders)
  }

  /** Where these are reached; who was forgotten meanwhile is left out. */
  async function known(peers: readonly string[]): Promise<Holder[]> {
    const settled = await Promise.allSettled(
      peers.map(async (text): Promise<Holder> => {
        const { id, addresses } = await node.peerStore.get(peerIdFromString(text))
        return { id, multiaddrs: addresses.map(({ multiaddr }) => multiaddr) }
      }),
    )
    return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  }

  const onIdentify = ({ detail: { peerId, protocols } }: CustomEvent<IdentifyResult>): void => {
    if (own.size === 0 || !protocols.includes(HOLDERS_PROTOCOL)) return
    void tell([peerId], { type: 'hold', hashes: [...own.values()] })
  }
  const onDisconnect = ({ detail }: CustomEvent<PeerId>): void => board.forget(detail.toString())

  await node.handle(
    HOLDERS_PROTOCOL,
    (stream, { remotePeer }) => {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(TIMEOUT_MS)])
      const reply = within(stream, async () => {
        const framed = lpStream(stream, FRAMING)
        const question = decodeQuestion((await framed.read({ signal })).slice())
        await framed.write(await answer(remotePeer, question), { signal })
      })
      // The neighbour sees its stream reset; there is nobody else to tell.
      reply.catch(() => undefined)
    },
    { maxInboundStreams: MAX_STREAMS, maxOutboundStreams: MAX_STREAMS },
  )
  node.addEventListener('peer:identify', onIdentify)
  node.addEventListener('peer:disconnect', onDisconnect)

  return {
    async provide(cid) {
      own.set(blockKey(cid), cid.multihash.bytes)
      const [oldest] = own.keys()
      if (own.size > MAX_ROOTS && oldest !== undefined) own.delete(oldest)
      await tell(await neighbours(), { type: 'hold', hashes: [cid.multihash.bytes] })
    },
    async cancelReprovide(cid) {
      if (own.delete(blockKey(cid))) await tell(await neighbours(), { type: 'drop', hashes: [cid.multihash.bytes] })
    },
    async *findProviders(cid, { signal } = {}) {
      // What neighbours told this peer itself needs no question: among two, there is nobody else to know it.
      for (const { id, multiaddrs } of await known(board.who(base32.encode(cid.multihash.bytes), MAX_HOLDERS, ''))) {
        yield { id, multiaddrs: [...multiaddrs], routing: 'holders' }
      }
      const question = { type: 'who', hashes: [cid.multihash.bytes] } as const
      const asked = (await neighbours())
        .slice(0, MAX_ASKED)
        .map((peer) => call(peer, question, signal).then(decodeHolders))
      for await (const holders of asTheyCome(asked)) {
        for (const { id, multiaddrs } of holders) {
          await node.peerStore.merge(id, { multiaddrs: [...multiaddrs] })
          yield { id, multiaddrs: [...multiaddrs], routing: 'holders' }
        }
      }
    },
    async close() {
      closing.abort(new Error('Nobody is asked any more who holds what.'))
      node.removeEventListener('peer:identify', onIdentify)
      node.removeEventListener('peer:disconnect', onDisconnect)
      await node.unhandle(HOLDERS_PROTOCOL)
    },
  }
}

/** What neighbours say, the quickest first; who fails says nothing. */
async function* asTheyCome<T>(promises: readonly Promise<readonly T[]>[]): AsyncGenerator<readonly T[]> {
  const open = new Map(promises.map((promise, i) => [i, promise.catch(() => []).then((value) => ({ i, value }))]))
  while (open.size > 0) {
    const { i, value } = await Promise.race(open.values())
    open.delete(i)
    yield value
  }
}

async function within<T>(stream: Stream, act: () => Promise<T>): Promise<T> {
  try {
    const result = await act()
    await stream.close({ signal: AbortSignal.timeout(TIMEOUT_MS) })
    return result
  } catch (error) {
    stream.abort(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
}
