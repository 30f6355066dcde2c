import type { Connection, Libp2p, Stream } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { lpStream } from '@libp2p/utils'
import { type Answerer, type Calls, MAX_CALL_BYTES } from '../calls.ts'

type Node = Pick<Libp2p, 'getConnections' | 'handle' | 'unhandle' | 'addEventListener' | 'removeEventListener'>

// One neighbour has one question of a kind at a time; a second may overtake the end of the first.
const MAX_STREAMS = 2
// Whoever opens a stream and says nothing must not keep it.
const ANSWER_TIMEOUT_MS = 10_000
const FRAMING = { maxDataLength: MAX_CALL_BYTES, maxBufferSize: 2 * MAX_CALL_BYTES, maxLengthLength: 3 }

/** Questions and answers over a libp2p node's streams. */
export function libp2pCalls(node: Node): Calls {
  return {
    neighbours: () =>
      new Set(
        node
          .getConnections()
          .filter(isFull)
          .map(({ remotePeer }) => remotePeer.toString()),
      ),
    onChange(listener) {
      node.addEventListener('connection:open', listener)
      node.addEventListener('connection:close', listener)
      return () => {
        node.removeEventListener('connection:open', listener)
        node.removeEventListener('connection:close', listener)
      }
    },
    async ask(peerId, protocol, question, { signal }) {
      const connection = node.getConnections(peerIdFromString(peerId)).find(isFull)
      if (!connection) throw new Error(`${peerId} is not connected.`)
      const stream = await connection.newStream(protocol, { signal, maxOutboundStreams: MAX_STREAMS })
      return finish(stream, async () => {
        const framed = lpStream(stream, FRAMING)
        await framed.write(question, { signal })
        return (await framed.read({ signal })).slice()
      })
    },
    async answer(protocol, answerer) {
      const handler = (stream: Stream, connection: Connection): Promise<void> => reply(stream, connection, answerer)
      await node.handle(protocol, handler, { maxInboundStreams: MAX_STREAMS })
      return () => void node.unhandle(protocol).catch(() => {})
    },
  }
}

// Limited connections, of a relay or a room, carry what makes better ones, and nothing else.
function isFull({ status, limits }: Connection): boolean {
  return status === 'open' && limits === undefined
}

async function reply(stream: Stream, connection: Connection, answerer: Answerer): Promise<void> {
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS)
  const from = { peerId: connection.remotePeer.toString(), address: connection.remoteAddr.toString() }
  await finish(stream, async () => {
    const framed = lpStream(stream, FRAMING)
    const answer = await answerer(from, (await framed.read({ signal })).slice())
    if (!answer) throw new Error('The question was refused.')
    await framed.write(answer, { signal })
  }).catch(() => {
    // The neighbour sees the stream reset; there is nobody else to tell.
  })
}

async function finish<T>(stream: Stream, act: () => Promise<T>): Promise<T> {
  try {
    const result = await act()
    await stream.close({ signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) })
    return result
  } catch (error) {
    stream.abort(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
}
