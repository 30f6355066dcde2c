import type { ByteStream } from '../byte-stream.ts'
import type { Unsubscribe } from '../gossip.ts'

/** A peer that this one is connected to, and that reconciles records. */
export interface Neighbour {
  readonly id: string
  /** Whether this peer dialled. Of two peers that connect, the one that dialled opens the first session. */
  readonly outbound: boolean
}

/** The connected peers, and streams to and from them. Knows nothing of records. */
export interface Neighbourhood {
  neighbours(): Iterable<Neighbour>
  onChange(listener: () => void): Unsubscribe
  open(neighbour: string, options: { signal: AbortSignal }): Promise<ByteStream>
  onStream(listener: (from: string, stream: ByteStream) => void): Unsubscribe
  /** Ends the connection to a peer that broke the protocol. */
  disconnect(neighbour: string, reason: Error): void
}
