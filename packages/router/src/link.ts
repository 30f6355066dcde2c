/** A peer that this one is connected to. Text from the link, meaningful only to the link. */
export type NeighbourId = string & { readonly __brand: 'NeighbourId' }

export interface Neighbour {
  readonly id: NeighbourId
  /** Whether this peer chose the connection. What others chose is never trusted with our own messages. */
  readonly outbound: boolean
  /** Neighbours of one group are likely to be one party: the same /16, the same relay, the same domain. */
  readonly group: string
}

export type Unsubscribe = () => void

/** Moves frames between directly connected peers. Knows nothing of routing. */
export interface Link {
  neighbours(): Iterable<Neighbour>
  onChange(listener: () => void): Unsubscribe
  /** Resolves when the frame is on its way and the next may be sent; rejects if the neighbour is gone. */
  send(to: NeighbourId, frame: Uint8Array, options?: { signal?: AbortSignal }): Promise<void>
  onFrame(listener: (from: NeighbourId, frame: Uint8Array) => void): Unsubscribe
  /** Ends the connection to a neighbour that provably misbehaved. */
  disconnect(neighbour: NeighbourId, reason: string): void
}
