import type { Link, NeighbourId } from '../link.ts'

/** Sends without waiting, and without end for nobody: who does not read misses frames. */
export interface Outbox {
  send(to: NeighbourId, frame: Uint8Array): void
  forget(neighbour: NeighbourId): void
}

export function createOutbox(link: Link, maxQueuedBytes: number): Outbox {
  const queued = new Map<NeighbourId, number>()

  async function transmit(to: NeighbourId, frame: Uint8Array): Promise<void> {
    try {
      await link.send(to, frame)
    } catch {
      // A frame that cannot be sent is a frame lost: ids bring back what it carried.
    }
    const left = (queued.get(to) ?? 0) - frame.length
    if (left > 0) queued.set(to, left)
    else queued.delete(to)
  }

  return {
    send(to, frame) {
      const before = queued.get(to) ?? 0
      if (before + frame.length > maxQueuedBytes) return
      queued.set(to, before + frame.length)
      void transmit(to, frame)
    },
    forget: (neighbour) => queued.delete(neighbour),
  }
}
