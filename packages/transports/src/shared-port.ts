import type { RequestHandler } from './request-handler.ts'
import type { Unsubscribe } from './unsubscribe.ts'

export interface PortAddress {
  readonly host: string
  readonly port: number
  /** Whether TLS ends here. */
  readonly secure: boolean
}

/** A WebSocket of the server's side, reduced to what a connection needs. */
export interface ByteSocket {
  /** Bytes handed to `send` that have not left yet. */
  readonly bufferedBytes: number
  /** `onSent` fires when the bytes have left this process or never will. */
  send(bytes: Uint8Array, onSent: () => void): void
  /** A paused socket lets TCP slow the other side down. */
  setPaused(paused: boolean): void
  close(kind: 'clean' | 'reset'): void
  onEvent(listener: ByteSocketListener): void
}

export interface ByteSocketListener {
  message(bytes: Uint8Array): void
  close(clean: boolean): void
}

export interface SocketOrigin {
  readonly remoteAddress: string
  readonly remotePort: number
}

export type SocketListener = (socket: ByteSocket, origin: SocketOrigin) => void

/** One port of a node, shared by WebSocket, the HTTP transport and ordinary routes. */
export interface SharedPort {
  readonly addresses: readonly PortAddress[]
  /** Serves all paths that begin with `path`; the longest match wins. */
  mount(path: string, handler: RequestHandler): Unsubscribe
  /** Takes every WebSocket. Only one taker at a time. */
  onWebSocket(listener: SocketListener): Unsubscribe
}
