import type { SignedAnnouncement } from '../announcement.ts'
import type { Frame, About } from '../frame.ts'
import type { Neighbour, NeighbourId } from '../link.ts'

/**
 * This peer's own end, as one more neighbour: what it asks and answers takes the path that everyone's frames take.
 * No link can use this name.
 */
export const SELF = '' as NeighbourId

/** What happens to the router. */
export type Event =
  | { readonly type: 'links'; readonly neighbours: readonly Neighbour[] }
  /**
   * `id` is the hash of what is the same at every hop: a request's envelope, a stem's payload. It is asked for where the
   * frame goes on, for to refuse one must cost less than to make it.
   */
  | { readonly type: 'frame'; readonly from: NeighbourId; readonly frame: Frame; readonly id?: () => string }
  /** The link took a frame for this neighbour and has room for another. */
  | { readonly type: 'sent'; readonly to: NeighbourId }
  | { readonly type: 'checked'; readonly job: number; readonly ok: boolean }
  /** The spread brought a valid announcement. */
  | { readonly type: 'copy'; readonly announcement: SignedAnnouncement }
  | { readonly type: 'tick' }

/** What the router wants done. */
export type Effect =
  | { readonly type: 'send'; readonly to: NeighbourId; readonly frame: Frame }
  | { readonly type: 'check'; readonly job: number; readonly check: Check }
  | { readonly type: 'spread'; readonly about: About; readonly payload: Uint8Array }
  | { readonly type: 'wake'; readonly at: number }
  /** The neighbours that stems go through have changed: to be remembered for the next run. */
  | { readonly type: 'keep'; readonly stemNeighbours: readonly NeighbourId[] }
  /** The neighbour broke the protocol in a way that no honest peer does. */
  | { readonly type: 'disconnect'; readonly neighbour: NeighbourId; readonly reason: string }
  | { readonly type: 'count'; readonly what: Metric }

/** Work for whoever may do cryptography; answered by `checked`. */
export type Check =
  | { readonly about: 'announcement'; readonly announcement: SignedAnnouncement }
  | { readonly about: 'reply'; readonly request: Replied; readonly signature: Uint8Array; readonly sealed: Uint8Array }

/** What a reply's signature is about. */
export interface Replied {
  readonly id: string
  readonly service: string
  readonly expiry: number
}

/** Counted alike for own and relayed messages. */
export type Metric =
  | 'opened'
  | 'replied'
  | 'refused'
  | 'relayedBytes'
  | 'invalid'
  | 'overLimit'
  | 'stray'
  | 'announcements'
  | 'disconnects'
