/** Times and sizes of a session. Both sides keep their own. */
export interface SessionLimits {
  /** Bytes in flight each way, and so what a session may hold at most, twice. @default 1 MiB: 100 Mbit/s at 80 ms. */
  windowBytes: number
  /** A client that says nothing for so long is gone. @default 45000, three of its keep-alives. */
  idleMs: number
  /** A client whose stream was cut, and that does not come back for so long, is gone. @default 8000: it tries every five. */
  cutMs: number
  /** A request that is not answered for so long is repeated. @default 10000 */
  requestMs: number
  /** How long a server holds a poll that has nothing to say. @default 20000, below the patience of common proxies. */
  pollMs: number
  /** A stream whose first byte takes longer is being buffered on the way. @default 3000 */
  firstByteMs: number
}

export const SESSION_LIMITS: SessionLimits = {
  windowBytes: 1024 ** 2,
  idleMs: 45_000,
  cutMs: 8_000,
  requestMs: 10_000,
  pollMs: 20_000,
  firstByteMs: 3_000,
}
