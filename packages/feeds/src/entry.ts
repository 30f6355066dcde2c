import type { PublicKey } from '@hydra/identity'
import type { RecordId } from '@hydra/records'
import type { Body, UnknownBody } from './body.ts'

/** One line of a device's log. */
export interface Entry<B extends Body | UnknownBody = Body | UnknownBody> {
  readonly id: RecordId
  readonly author: PublicKey
  readonly device: PublicKey
  /** Its place in the device's log, from 0. */
  readonly sequence: number
  /** The entry before it in that log; absent at the first. */
  readonly previous?: RecordId
  /** Milliseconds since 1970 by the writer's clock, but later than all that the writer had seen. */
  readonly time: number
  readonly body: B
}

/** Newest first; among equals the same order everywhere. */
export function newerFirst(a: Entry, b: Entry): number {
  return b.time - a.time || (a.id < b.id ? 1 : -1)
}
