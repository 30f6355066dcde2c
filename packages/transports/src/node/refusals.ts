/** Why something that came to the port was turned away. */
export type PortRefusal =
  | 'too-many-sockets'
  | 'too-many-sockets-of-group'
  | 'malformed-request'
  | 'body-too-large'
  | 'not-found'
  | 'no-web-socket-here'
  | 'handler-failed'

export interface Refusals {
  count(reason: PortRefusal): void
  /** How often each reason came up since the port was opened. */
  counts(): Readonly<Partial<Record<PortRefusal, number>>>
}

/** Counts what is refused: the refused hear little, so that floods cost little, but the owner can see. */
export function createRefusals(): Refusals {
  const counts: Partial<Record<PortRefusal, number>> = {}
  return {
    count(reason) {
      counts[reason] = (counts[reason] ?? 0) + 1
    },
    counts: () => ({ ...counts }),
  }
}
