/** What strangers may cost a peer. Every figure is per peer unless it says otherwise. */
export interface ConnectionLimits {
  /** Connections at once. @default 256 in Node, 64 in a tab */
  maxConnections: number
  /** Handshakes of strangers in flight. @default 32 in Node, 8 in a tab */
  maxPendingInbound: number
  /** New connections per second from one address. @default 16: several tabs behind one line reconnect together. */
  inboundPerSecond: number
  /** Streams per connection and direction. @default 256: a router link, a transfer and their spares, many times over. */
  maxStreams: number
  /** Bytes a stream may have in flight. @default 1 MiB: 100 Mbit/s at 80 ms. */
  streamWindowBytes: number
  /** Unsent bytes of a stream whose writer ignores back pressure; over it the stream is reset. @default 4 MiB */
  maxUnsentBytes: number
}

export const NODE_LIMITS: ConnectionLimits = {
  maxConnections: 256,
  maxPendingInbound: 32,
  inboundPerSecond: 16,
  maxStreams: 256,
  streamWindowBytes: 1024 ** 2,
  maxUnsentBytes: 4 * 1024 ** 2,
}

export const BROWSER_LIMITS: ConnectionLimits = { ...NODE_LIMITS, maxConnections: 64, maxPendingInbound: 8 }

/** What a node lends to others as a relay. */
export interface RelayLimits {
  /** Peers that may be reached through this one. @default 128: half of the connections. */
  maxReservations: number
  /** How long one relayed connection lasts. @default 2 hours, as long as a reservation. */
  maxDurationMs: number
  /** Bytes one relayed connection carries. @default 128 MiB: signalling a thousand times over, or an evening of chat. */
  maxBytes: number
}

export const RELAY_LIMITS: RelayLimits = {
  maxReservations: 128,
  maxDurationMs: 2 * 60 * 60 * 1000,
  maxBytes: 128 * 1024 ** 2,
}
