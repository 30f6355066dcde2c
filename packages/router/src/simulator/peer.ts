import type { Link, Neighbour, NeighbourId } from '../link.ts'
import type { Clock, Random } from '../time.ts'

/** What one simulated peer sent and received so far, in frames and bytes. */
export interface TrafficCounters {
  framesSent: number
  bytesSent: number
  framesReceived: number
  bytesReceived: number
}

/** Everything that code written for the real network needs in order to run in the simulated one. */
export interface SimulatedPeer {
  readonly index: number
  readonly id: NeighbourId
  readonly link: Link
  readonly clock: Clock
  readonly random: Random
  readonly counters: TrafficCounters
}

/** One direction of a link, as its sender sees it. */
export interface Direction {
  readonly neighbour: Neighbour
  readonly target: PeerState
  readonly latencyMs: number
  /** When the last frame sent arrives: a link is a stream, so no frame overtakes another. */
  arrivesAt: number
  up: boolean
}

/** What the network keeps of a peer. */
export interface PeerState {
  readonly index: number
  readonly id: NeighbourId
  readonly group: string
  readonly links: Map<NeighbourId, Direction>
  readonly frameListeners: Set<(from: NeighbourId, frame: Uint8Array) => void>
  readonly changeListeners: Set<() => void>
  readonly counters: TrafficCounters
  online: boolean
}

export function createPeerState(index: number, group: string): PeerState {
  return {
    index,
    id: `peer-${index}` as NeighbourId,
    group,
    links: new Map(),
    frameListeners: new Set(),
    changeListeners: new Set(),
    counters: { framesSent: 0, bytesSent: 0, framesReceived: 0, bytesReceived: 0 },
    online: true,
  }
}

/** The peer's own view of its links; `transmit` and `disconnect` are the network's. */
export function createSimulatedLink(
  state: PeerState,
  transmit: (direction: Direction, frame: Uint8Array) => void,
  disconnect: (direction: Direction) => void,
): Link {
  return {
    *neighbours() {
      for (const direction of state.links.values()) yield direction.neighbour
    },
    onChange: (listener) => listen(state.changeListeners, listener),
    onFrame: (listener) => listen(state.frameListeners, listener),
    send(to, frame, options) {
      if (options?.signal?.aborted) return Promise.reject(options.signal.reason as Error)
      const direction = state.links.get(to)
      if (!direction) return Promise.reject(new Error(`No link to ${to}. It went down before this frame was sent.`))
      transmit(direction, frame)
      return Promise.resolve()
    },
    disconnect(neighbour) {
      const direction = state.links.get(neighbour)
      if (direction) disconnect(direction)
    },
  }
}

function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
