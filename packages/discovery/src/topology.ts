/** A peer as topology sees it. */
export interface KnownPeer {
  readonly id: string
  /** Peers of one group are likely to be one party: the same /16, relay, or domain. */
  readonly group: string
  /** Kept over restarts, so that an attacker cannot replace all neighbours at once. */
  readonly anchor: boolean
  /** How much speaks for it: 0 it was reached before or the user named it, 1 it signed its addresses, 2 hearsay. */
  readonly rank: number
}

export interface ConnectedPeer extends KnownPeer {
  readonly outbound: boolean
  readonly sinceMs: number
}

export interface Change {
  readonly dial: readonly string[]
  readonly drop: readonly string[]
}

/** Says which connections to make and end. Pure: the same picture gives the same answer. */
export type Topology = (
  known: readonly KnownPeer[],
  connected: readonly ConnectedPeer[],
  now: number,
  random: () => number,
) => Change
