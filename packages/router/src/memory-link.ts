import type { Link, Neighbour, NeighbourId } from './link.ts'

/** A peer of a network inside this process. */
export interface MemoryPeer {
  readonly id: NeighbourId
  readonly link: Link
}

/** Links between peers of one process, over which frames travel as fast as functions are called. */
export interface MemoryNetwork {
  add(group?: string): MemoryPeer
  /** Opens a link, chosen by the first. */
  connect(from: MemoryPeer, to: MemoryPeer): void
  disconnect(a: MemoryPeer, b: MemoryPeer): void
  /** Takes a peer away, all its links at once. */
  remove(peer: MemoryPeer): void
}

// Frames run as microtasks, which would keep timers from ever running.
const FRAMES_PER_TURN = 64

export function createMemoryNetwork(): MemoryNetwork {
  const nodes = new Map<NeighbourId, MemoryNode>()
  const nodeOf = (peer: { id: NeighbourId }): MemoryNode => {
    const node = nodes.get(peer.id)
    if (!node) throw new Error(`No peer ${peer.id} in this network: was it removed?`)
    return node
  }
  let count = 0
  let frames = 0

  // One after the other, or a frame that waits for its turn would be overtaken.
  let line: Promise<void> = Promise.resolve()

  function deliver(from: MemoryNode, to: NeighbourId, frame: Uint8Array): Promise<void> {
    if (!from.neighbours.has(to)) return Promise.reject(new Error(`No link to ${to}.`))
    // A copy, as any real link makes: who sends may use its buffer again.
    const bytes = frame.slice()
    line = line.then(async () => {
      if (++frames % FRAMES_PER_TURN === 0) await new Promise((resolve) => setTimeout(resolve, 0))
      if (from.neighbours.has(to)) nodes.get(to)?.receive(from.id, bytes)
    })
    return line
  }

  function separate(a: MemoryNode, b: MemoryNode): void {
    a.setNeighbour(b.id, undefined)
    b.setNeighbour(a.id, undefined)
  }

  return {
    add(group) {
      const id = `peer-${++count}` as NeighbourId
      const node = createNode(id, group ?? id, deliver, (other) => {
        const target = nodes.get(other)
        if (target) separate(node, target)
      })
      nodes.set(id, node)
      return { id, link: node.link }
    },
    connect(from, to) {
      const [a, b] = [nodeOf(from), nodeOf(to)]
      a.setNeighbour(b.id, { id: b.id, outbound: true, group: b.group })
      b.setNeighbour(a.id, { id: a.id, outbound: false, group: a.group })
    },
    disconnect: (a, b) => separate(nodeOf(a), nodeOf(b)),
    remove(peer) {
      const node = nodeOf(peer)
      nodes.delete(peer.id)
      for (const id of node.neighbours.keys()) {
        const other = nodes.get(id)
        if (other) separate(node, other)
      }
    },
  }
}

interface MemoryNode {
  readonly id: NeighbourId
  readonly group: string
  readonly link: Link
  readonly neighbours: Map<NeighbourId, Neighbour>
  setNeighbour(id: NeighbourId, neighbour: Neighbour | undefined): void
  receive(from: NeighbourId, frame: Uint8Array): void
}

function createNode(
  id: NeighbourId,
  group: string,
  deliver: (from: MemoryNode, to: NeighbourId, frame: Uint8Array) => Promise<void>,
  leave: (other: NeighbourId) => void,
): MemoryNode {
  const neighbours = new Map<NeighbourId, Neighbour>()
  const changes = new Set<() => void>()
  const frames = new Set<(from: NeighbourId, frame: Uint8Array) => void>()
  const node: MemoryNode = {
    id,
    group,
    neighbours,
    link: {
      neighbours: () => neighbours.values(),
      onChange: (listener) => listen(changes, listener),
      onFrame: (listener) => listen(frames, listener),
      async send(to, frame, options) {
        options?.signal?.throwIfAborted()
        await deliver(node, to, frame)
      },
      disconnect: leave,
    },
    setNeighbour(other, neighbour) {
      if (neighbour) neighbours.set(other, neighbour)
      else if (!neighbours.delete(other)) return
      for (const listener of changes) listener()
    },
    receive(from, frame) {
      for (const listener of frames) listener(from, frame)
    },
  }
  return node
}

function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
