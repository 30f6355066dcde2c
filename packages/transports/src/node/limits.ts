/** What strangers may cost a port. */
export interface PortLimits {
  /** Sockets at once, of any use. @default 1024: each costs tens of kilobytes before it has said anything. */
  maxSockets: number
  /** Sockets at once from one address group. @default 128: an office behind one address, but not a flood. */
  maxSocketsPerGroup: number
  /** @default 16384: room for cookies of a shared origin, none for a memory attack. */
  maxHeaderBytes: number
  /** For the whole header to arrive; slower is a slow-loris. @default 10000 */
  headerMs: number
  /** For the next piece of a body that the handler waits for. @default 30000 */
  bodyIdleMs: number
  /** For a reader that takes nothing of an answer. @default 300000: a paused video asks again for the rest. */
  readerIdleMs: number
  /** A body is streamed and never held, so this bounds time on the wire, not memory. @default 1 GiB */
  maxBodyBytes: number
  /** One WebSocket message. @default 1 MiB: libp2p sends at most 64 KiB at a time. */
  maxMessageBytes: number
}

export const DEFAULT_PORT_LIMITS: PortLimits = {
  maxSockets: 1024,
  maxSocketsPerGroup: 128,
  maxHeaderBytes: 16 * 1024,
  headerMs: 10_000,
  bodyIdleMs: 30_000,
  readerIdleMs: 300_000,
  maxBodyBytes: 1024 ** 3,
  maxMessageBytes: 1024 ** 2,
}
