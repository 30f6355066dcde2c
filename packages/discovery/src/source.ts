/** A peer that may be reachable: who it claims to be, and where. Nothing of it is trusted before the handshake. */
export interface Candidate {
  readonly peerId: string
  readonly addresses: readonly string[]
  /** The peer's own signed record, where the source carries one: its addresses outrank hearsay. */
  readonly signedRecord?: Uint8Array
}

/** What a source yields for something that it could not read: the funnel refuses it as malformed, and counts it. */
export const NOBODY: Candidate = { peerId: '', addresses: [] }

/** What a source may tell others about this peer. */
export interface OwnAddresses {
  readonly peerId: string
  readonly addresses: readonly string[]
  readonly signedRecord: Uint8Array
}

/**
 * Who stands behind the addresses that a source yields: the user wrote them, they are of the local network or of a room
 * that the user named, or strangers said them. Those inside private networks are dialled for the first two, and for
 * strangers only if policy allows.
 */
export type Origin = 'user' | 'local-network' | 'strangers'

/** One way to find peers. Each can fail alone; none is trusted. */
export interface DiscoverySource {
  readonly name: string
  /** @default 'strangers' */
  readonly origin?: Origin
  /** Yields what it finds until the signal aborts. Throws a named error if it can never find anything. */
  find(options: { signal: AbortSignal }): AsyncIterable<Candidate>
  /** Tells the world about this peer, where that is this source's way. */
  announce?(own: OwnAddresses, options: { signal: AbortSignal }): Promise<void>
}
