/** How a connection reaches its peer. */
export interface ConnectionKind {
  readonly over: 'websocket' | 'webrtc' | 'webrtc-direct' | 'http' | 'tcp' | 'room' | 'memory'
  /** Whether frames pass another peer on their way. */
  readonly relayed: boolean
  /** Where known; a room or a fresh connection has none yet. */
  readonly roundTripMs?: number
}
