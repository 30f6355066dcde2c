import type { Connection, Libp2p, PeerId, Stream } from '@libp2p/interface'
import type { Link, Neighbour, NeighbourId } from '../link.ts'
import { createFrameReader, prefixed } from './frame-reader.ts'
import { drained } from './drained.ts'
import { firstHopGroup } from './first-hop-group.ts'

export const ROUTER_PROTOCOL = '/hydra/router/1.0.0'

export interface Libp2pLinkOptions {
  /** Which party an address belongs to. `addressGroup` of `@hydra/discovery` knows more kinds. */
  group?: (address: string) => string
  /** Uses connections that are limited in time or bytes, such as those through a relay or a room. @default true */
  limited?: boolean
}

/** What the link needs of a libp2p node. */
export type LinkNode = Pick<
  Libp2p,
  'handle' | 'unhandle' | 'getConnections' | 'addEventListener' | 'removeEventListener'
>

export type Libp2pLink = Link & { close(): Promise<void> }

interface Linked {
  readonly neighbour: Neighbour
  /** Both ends may have opened one. We send on the first of ours and take frames from all, so that none overtakes. */
  readonly streams: { readonly stream: Stream; readonly connection: Connection }[]
  line: Promise<void>
}

/**
 * A link over every connection of a libp2p node to a peer that speaks the protocol, whatever its transport: one
 * long-lived stream each, opened by whoever dialled.
 */
export async function libp2pLink(node: LinkNode, options: Libp2pLinkOptions = {}): Promise<Libp2pLink> {
  const { group = firstHopGroup, limited = true } = options
  const linked = new Map<NeighbourId, Linked>()
  const changes = new Set<() => void>()
  const listeners = new Set<(from: NeighbourId, frame: Uint8Array) => void>()
  let closed = false

  function changed(): void {
    for (const listener of changes) listener()
  }

  function drop(id: NeighbourId, error: Error): void {
    const entry = linked.get(id)
    if (!entry || !linked.delete(id)) return
    for (const { stream } of entry.streams) stream.abort(error)
    changed()
  }

  function add(stream: Stream, connection: Connection): void {
    const id = idOf(connection.remotePeer)
    const known = linked.get(id)
    // A limited connection is left as soon as there is a better one: it would break in the middle of something.
    if (known?.streams.some((other) => isLimited(other.connection)) && !isLimited(connection)) {
      drop(id, new Error('a better connection took its place'))
    }
    const entry = linked.get(id) ?? createEntry(id, connection)
    const isNew = entry.streams.length === 0
    entry.streams.push({ stream, connection })
    linked.set(id, entry)
    listen(id, entry, stream)
    if (isNew) changed()
  }

  function createEntry(id: NeighbourId, connection: Connection): Linked {
    const address = connection.remoteAddr.toString()
    const outbound = connection.direction === 'outbound'
    return { neighbour: { id, outbound, group: group(address) }, streams: [], line: Promise.resolve() }
  }

  function listen(id: NeighbourId, entry: Linked, stream: Stream): void {
    const read = createFrameReader((frame) => {
      for (const listener of listeners) listener(id, frame)
    })
    stream.addEventListener('message', ({ data }) => {
      // What arrives after the neighbour was dropped belongs to a link that is no more.
      if (linked.get(id) !== entry) return
      try {
        read(data instanceof Uint8Array ? data : data.subarray())
      } catch (error) {
        drop(id, asError(error))
      }
    })
    const ended = () => {
      if (linked.get(id) !== entry) return
      // Frames may be lost with the stream, so both ends begin anew, on what connection there is.
      drop(id, new Error('its stream ended'))
      openAgain(id)
    }
    stream.addEventListener('close', ended)
    stream.addEventListener('remoteCloseWrite', ended)
  }

  function openAgain(id: NeighbourId): void {
    for (const connection of node.getConnections()) {
      if (idOf(connection.remotePeer) === id) void open(connection)
    }
  }

  async function open(connection: Connection): Promise<void> {
    if (closed || connection.direction !== 'outbound' || connection.status !== 'open') return
    if (isLimited(connection) && !limited) return
    const known = linked.get(idOf(connection.remotePeer))
    if (known && !(known.streams.some((other) => isLimited(other.connection)) && !isLimited(connection))) return
    try {
      const stream = await connection.newStream(ROUTER_PROTOCOL, { runOnLimitedConnection: limited })
      if (closed) stream.abort(new Error('this link is closed'))
      else add(stream, connection)
    } catch {
      // The peer speaks no such protocol, or has left.
    }
  }

  const onOpen = ({ detail }: CustomEvent<Connection>) => void open(detail)
  await node.handle(ROUTER_PROTOCOL, add, { runOnLimitedConnection: limited, maxInboundStreams: 2 })
  node.addEventListener('connection:open', onOpen)
  for (const connection of node.getConnections()) void open(connection)

  return {
    neighbours: () => [...linked.values()].map(({ neighbour }) => neighbour),
    onChange: (listener) => subscribe(changes, listener),
    onFrame: (listener) => subscribe(listeners, listener),
    send(to, frame, sendOptions) {
      const entry = linked.get(to)
      if (!entry) return Promise.reject(new Error(`No link to ${to}.`))
      const sent = entry.line.then(() => write(entry, frame, sendOptions?.signal))
      entry.line = sent.catch(() => {})
      return sent
    },
    disconnect(neighbour, reason) {
      const error = new Error(`It broke the protocol: ${reason}.`)
      drop(neighbour, error)
      for (const connection of node.getConnections()) {
        if (idOf(connection.remotePeer) === neighbour) connection.abort(error)
      }
    },
    async close() {
      if (closed) return
      closed = true
      node.removeEventListener('connection:open', onOpen)
      await node.unhandle(ROUTER_PROTOCOL)
      for (const id of linked.keys()) drop(id, new Error('this link is closed'))
    },
  }
}

async function write(entry: Linked, frame: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  const stream = entry.streams[0]?.stream
  if (!stream) throw new Error('No stream to send on.')
  stream.send(prefixed(frame))
  await drained(stream, signal)
}

const idOf = (peer: PeerId): NeighbourId => peer.toString() as NeighbourId
const isLimited = (connection: Connection): boolean => connection.limits !== undefined
const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
