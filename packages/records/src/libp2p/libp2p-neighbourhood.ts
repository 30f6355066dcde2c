import type { Connection, Libp2p, PeerId, Stream } from '@libp2p/interface'
import type { ByteStream } from '../byte-stream.ts'
import { Listeners } from '../listeners.ts'
import type { Neighbourhood } from '../meeting/neighbourhood.ts'
import { libp2pByteStream } from './libp2p-byte-stream.ts'

export const RECORDS_PROTOCOL = '/hydra/records/1.0.0'

// A connection carries a few sets; a peer that opens more at once is after our time.
const MAX_STREAMS = 16

// A peer that says nothing for so long keeps a session from others.
const IDLE_MS = 30_000

/** What is needed of a libp2p node. */
export type RecordsNode = Pick<
  Libp2p,
  'handle' | 'unhandle' | 'getConnections' | 'addEventListener' | 'removeEventListener'
>

export type Libp2pNeighbourhood = Neighbourhood & { close(): Promise<void> }

/** The peers that a libp2p node is connected to. */
export async function libp2pNeighbourhood(node: RecordsNode): Promise<Libp2pNeighbourhood> {
  const changes = new Listeners<void>()
  const streams = new Listeners<{ from: string; stream: ByteStream }>()
  // Peers that speak no such protocol. They may yet: then they ask, or come again.
  const strangers = new Set<string>()

  const connectionsTo = (id: string): Connection[] =>
    node.getConnections().filter(({ remotePeer, status }) => remotePeer.toString() === id && status === 'open')

  const onStream = (stream: Stream, { remotePeer }: Connection): void => {
    stream.inactivityTimeout = IDLE_MS
    if (streams.size === 0) return stream.abort(new Error('Nobody listens yet.'))
    const from = remotePeer.toString()
    if (strangers.delete(from)) changes.tell()
    streams.tell({ from, stream: libp2pByteStream(stream) })
  }
  const onOpen = (): void => {
    changes.tell()
  }
  const onClose = ({ detail }: CustomEvent<PeerId>): void => {
    strangers.delete(detail.toString())
    changes.tell()
  }
  await node.handle(RECORDS_PROTOCOL, onStream, { maxInboundStreams: MAX_STREAMS, runOnLimitedConnection: true })
  node.addEventListener('connection:open', onOpen)
  node.addEventListener('peer:disconnect', onClose)

  return {
    neighbours() {
      const outbound = new Map<string, boolean>()
      for (const { remotePeer, direction, status } of node.getConnections()) {
        const id = remotePeer.toString()
        if (status !== 'open' || strangers.has(id)) continue
        outbound.set(id, outbound.get(id) === true || direction === 'outbound')
      }
      return Array.from(outbound, ([id, isOutbound]) => ({ id, outbound: isOutbound }))
    },
    onChange: (listener) => changes.add(listener),
    onStream: (listener) => streams.add(({ from, stream }) => listener(from, stream)),
    async open(neighbour, { signal }) {
      // A connection through a relay is limited in bytes: taken only where there is no other.
      const [connection] = connectionsTo(neighbour).sort((a, b) => Number(isLimited(a)) - Number(isLimited(b)))
      if (connection === undefined) throw new Error(`There is no connection to ${neighbour}. Dial it first.`)
      try {
        const stream = await connection.newStream(RECORDS_PROTOCOL, { signal, runOnLimitedConnection: true })
        stream.inactivityTimeout = IDLE_MS
        return libp2pByteStream(stream)
      } catch (error) {
        if (error instanceof Error && error.name === 'UnsupportedProtocolError') {
          strangers.add(neighbour)
          changes.tell()
        }
        throw error
      }
    },
    disconnect(neighbour, reason) {
      for (const connection of connectionsTo(neighbour)) connection.abort(reason)
    },
    async close() {
      changes.clear()
      streams.clear()
      node.removeEventListener('connection:open', onOpen)
      node.removeEventListener('peer:disconnect', onClose)
      await node.unhandle(RECORDS_PROTOCOL)
    },
  }
}

function isLimited({ limits }: Connection): boolean {
  return limits !== undefined
}
