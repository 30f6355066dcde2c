export type Unsubscribe = () => void

/** What a peer says of a pushed message before it is passed on. */
export type Verdict = 'accept' | 'ignore' | 'reject'

/** Pushes new records to whoever carries the kind. The router's spread satisfies it, and `hiddenGossip(router)`. */
export interface Gossip {
  /** Neighbours cannot tell who published. Own records are then kept from their questions until gossip brought them. */
  readonly hidesOrigin?: boolean
  publish(topic: string, bytes: Uint8Array): Promise<void>
  /** Only what is judged 'accept' is passed on. */
  join(topic: string, judge: (bytes: Uint8Array) => Verdict | Promise<Verdict>): Unsubscribe
}
