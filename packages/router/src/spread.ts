import type { NeighbourId, Unsubscribe } from './link.ts'

/** A copy of a message that reached this peer. The first copy and later ones are told apart by `first`. */
export interface SpreadCopy {
  readonly topic: string
  readonly bytes: Uint8Array
  readonly from: NeighbourId
  readonly first: boolean
}

/** What a topic's validator says of a message before it is passed on. */
export type Verdict = 'accept' | 'ignore' | 'reject'

/** Brings a message to every peer of the mesh, without pointing back at where it began. */
export interface Spread {
  publish(topic: string, bytes: Uint8Array): Promise<void>
  join(topic: string, validate: (bytes: Uint8Array, from: NeighbourId) => Verdict | Promise<Verdict>): Unsubscribe
  onCopy(listener: (copy: SpreadCopy) => void): Unsubscribe
  close(): Promise<void>
}
