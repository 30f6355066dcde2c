import type { Connection } from '@libp2p/interface'
import {
  CODE_GARLIC32,
  CODE_GARLIC64,
  CODE_HTTP,
  CODE_HTTPS,
  CODE_MEMORY,
  CODE_P2P_CIRCUIT,
  CODE_P2P_WEBSOCKET_STAR,
  CODE_TCP,
  CODE_WEBRTC,
  CODE_WEBRTC_DIRECT,
  CODE_WS,
  CODE_WSS,
} from '@multiformats/multiaddr'

/** How a connection reaches its peer. */
export interface ConnectionKind {
  /** What carries the bytes from this device; of a relayed connection, the way to the relay. */
  readonly over: 'websocket' | 'webrtc' | 'webrtc-direct' | 'http' | 'tcp' | 'room' | 'i2p' | 'memory' | 'other'
  /** Whether frames pass another peer or a room on their way. */
  readonly relayed: boolean
  /** Where known; a fresh connection has none yet. */
  readonly roundTripMs?: number
}

// In this order: the later ones also stand inside the addresses of the earlier ones.
const CARRIERS: ReadonlyArray<readonly [code: number, over: ConnectionKind['over']]> = [
  [CODE_WEBRTC, 'webrtc'],
  [CODE_WEBRTC_DIRECT, 'webrtc-direct'],
  [CODE_P2P_WEBSOCKET_STAR, 'room'],
  [CODE_WS, 'websocket'],
  [CODE_WSS, 'websocket'],
  [CODE_HTTP, 'http'],
  [CODE_HTTPS, 'http'],
  [CODE_GARLIC32, 'i2p'],
  [CODE_GARLIC64, 'i2p'],
  [CODE_MEMORY, 'memory'],
  [CODE_TCP, 'tcp'],
]

/** Tells how a connection reaches its peer, from the address it was made with. */
export function connectionKind({ remoteAddr, rtt }: Pick<Connection, 'remoteAddr' | 'rtt'>): ConnectionKind {
  const codes = remoteAddr.getComponents().map((component) => component.code)
  const over = CARRIERS.find(([code]) => codes.includes(code))?.[1] ?? 'other'
  // A relay signals for WebRTC: then the circuit comes first. A relay that is itself reached by WebRTC comes last.
  const relayed = over === 'room' || codes.lastIndexOf(CODE_P2P_CIRCUIT) > codes.lastIndexOf(CODE_WEBRTC)
  return { over, relayed, ...(rtt === undefined ? {} : { roundTripMs: rtt }) }
}
