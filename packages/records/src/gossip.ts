export type Unsubscribe = () => void

/** Pushes new records to whoever carries the kind. The router's `publish` and `subscribe` satisfy it. */
export interface Gossip {
  publish(topic: string, bytes: Uint8Array): Promise<void>
  subscribe(topic: string, listener: (bytes: Uint8Array) => void): Unsubscribe
}
