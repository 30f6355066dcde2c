import type { Unsubscribe } from '../gossip.ts'
import type { RecordSet, SyncOptions, SyncResult } from '../record-set.ts'
import type { Clock } from '../time.ts'

/** What becomes of a session with a neighbour, whoever opened it. */
export type Meeting = {
  readonly neighbour: string
  readonly kind: string
} & (
  | { readonly type: 'progress'; readonly received: number; readonly sent: number }
  | { readonly type: 'ended'; readonly result: SyncResult }
  | { readonly type: 'failed'; readonly error: unknown }
)

export interface MeetOptions {
  /**
   * How often each set meets one more neighbour, besides each that comes. Infinity leaves it all to `sync`.
   * @default 60_000
   */
  everyMs?: number
  /** Sessions opened at once, each about another set: two about one would bring the same records. @default 4 */
  maxAtOnce?: number
  /** After so long it is another neighbour's turn; what was brought is kept. @default 300_000 */
  sessionMs?: number
  onMeeting?: (meeting: Meeting) => void
  /** @default the real clock */
  clock?: Clock
}

/** Keeps record sets in step with those of the neighbours. */
export interface Meetings {
  /** From now on answers neighbours about this set, and asks them, until unsubscribed. One set of each kind. */
  add(set: RecordSet): Unsubscribe
  /** Opens a session with one neighbour now. */
  sync(neighbour: string, set: RecordSet, options?: SyncOptions): Promise<SyncResult>
  /** Ends the sessions that run, and begins no others. The sets stay open. */
  close(): void
}
