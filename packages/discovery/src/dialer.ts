import type { Unsubscribe } from './clock.ts'

/** A peer that is connected now. */
export interface OpenConnection {
  readonly peerId: string
  /** Where it is seen; through a relay, the relay's address. */
  readonly address: string
  /** Whether this peer chose the connection. */
  readonly outbound: boolean
  readonly sinceMs: number
}

/** Opens and ends connections. Knows nothing of why. */
export interface Dialer {
  /** Resolves once the peer is connected and has proved to be who it is; rejects otherwise. */
  dial(peerId: string, addresses: readonly string[], options: { signal: AbortSignal }): Promise<void>
  /** Ends the connection, unless something else needs it, such as a relay that keeps a place for this peer. */
  hangUp(peerId: string): Promise<void>
  connections(): Iterable<OpenConnection>
  onChange(listener: () => void): Unsubscribe
}

/** Who this peer is, for those who look for it. */
export interface Self {
  readonly peerId: string
  /** Where this peer can be reached now. */
  addresses(): readonly string[]
  /** Signs these addresses as libp2p's peer record, in its envelope; of two records the higher sequence is the newer. */
  sign(addresses: readonly string[], sequence: bigint): Promise<Uint8Array>
}
