import type { ByteStream } from '../byte-stream.ts'
import { Listeners } from '../listeners.ts'
import { createPipe } from '../pipe.ts'
import type { Neighbour, Neighbourhood } from './neighbourhood.ts'

/** Peers of one process. */
export interface MemoryNeighbourhood {
  /** One more peer, without connections. */
  join(id: string): Neighbourhood
  /** Connects two peers; the first is the one that dialled. */
  connect(dialler: string, listener: string): void
  disconnect(one: string, other: string): void
  /** Takes a peer away, with all its connections. */
  leave(id: string): void
}

interface Peer {
  readonly id: string
  readonly neighbours: Map<string, Neighbour>
  readonly streams: Listeners<{ readonly from: string; readonly stream: ByteStream }>
  readonly changes: Listeners<void>
  /** What is open to or from this peer, with the peer at the other end. */
  readonly open: Map<ByteStream, string>
}

/** Connects peers of one process with each other: for tests, simulations, and the first five minutes. */
export function createMemoryNeighbourhood(): MemoryNeighbourhood {
  const peers = new Map<string, Peer>()

  function peerOf(id: string): Peer {
    const peer = peers.get(id)
    if (peer === undefined) throw new RangeError(`Nobody joined as "${id}".`)
    return peer
  }

  function link(from: Peer, to: Peer, outbound: boolean): void {
    from.neighbours.set(to.id, { id: to.id, outbound })
    from.changes.tell()
  }

  function unlink(from: Peer, to: Peer, reason: Error): void {
    if (!from.neighbours.delete(to.id)) return
    for (const [stream, other] of from.open) {
      if (other !== to.id) continue
      from.open.delete(stream)
      stream.abort(reason)
    }
    from.changes.tell()
  }

  function disconnect(one: string, other: string, reason = new Error('The connection is closed.')): void {
    unlink(peerOf(one), peerOf(other), reason)
    unlink(peerOf(other), peerOf(one), reason)
  }

  function join(id: string): Neighbourhood {
    const own: Peer = {
      id,
      neighbours: new Map(),
      streams: new Listeners(),
      changes: new Listeners(),
      open: new Map(),
    }
    peers.set(id, own)
    return {
      neighbours: () => [...own.neighbours.values()],
      onChange: (listener) => own.changes.add(listener),
      onStream: (listener) => own.streams.add(({ from, stream }) => listener(from, stream)),
      async open(neighbour) {
        if (!own.neighbours.has(neighbour)) throw new Error(`There is no connection to "${neighbour}".`)
        const other = peerOf(neighbour)
        if (other.streams.size === 0) throw new Error(`"${neighbour}" takes no streams yet.`)
        const [here, there] = createPipe()
        own.open.set(here, other.id)
        const stream = { ...forgetting(here, own), read: here.read.bind(here), write: here.write.bind(here) }
        other.streams.tell({ from: id, stream: there })
        return stream
      },
      disconnect: (neighbour, reason) => disconnect(id, neighbour, reason),
    }
  }

  return {
    join,
    connect(dialler, listener) {
      link(peerOf(dialler), peerOf(listener), true)
      link(peerOf(listener), peerOf(dialler), false)
    },
    disconnect,
    leave(id) {
      for (const other of peers.get(id)?.neighbours.keys() ?? []) disconnect(id, other)
      peers.delete(id)
    },
  }
}

/** A stream that is over is remembered no more. */
function forgetting(stream: ByteStream, { open }: Peer): Pick<ByteStream, 'close' | 'abort'> {
  return {
    close() {
      open.delete(stream)
      return stream.close()
    },
    abort(reason) {
      open.delete(stream)
      stream.abort(reason)
    },
  }
}
