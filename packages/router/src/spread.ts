import type { NeighbourId, Unsubscribe } from './link.ts'

/**
 * Word from a neighbour that it has a message: the payload itself, or only its id where this peer has the payload.
 * Reported after the validator accepted the message; the first copy and later ones are told apart by `first`.
 */
export interface SpreadCopy {
  readonly topic: string
  readonly bytes: Uint8Array
  readonly from: NeighbourId
  readonly first: boolean
  /** The neighbour had the message before this peer told anyone: trails along such copies make no circle. */
  readonly upstream: boolean
}

/** What a topic's validator says of a message before it is passed on. */
export type Verdict = 'accept' | 'ignore' | 'reject'

/** Brings a message to every peer of the mesh that joined its topic, without pointing back at where it began. */
export interface Spread {
  /** Spreads our own message as if it had just arrived. Rejects if the topic was not joined, or the bytes too many. */
  publish(topic: string, bytes: Uint8Array): Promise<void>
  /** Every message of the topic is judged once, before it is passed on or reported. */
  join(topic: string, validate: (bytes: Uint8Array, from: NeighbourId) => Verdict | Promise<Verdict>): Unsubscribe
  onCopy(listener: (copy: SpreadCopy) => void): Unsubscribe
  close(): Promise<void>
}
