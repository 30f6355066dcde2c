import { idOf } from '../driver.ts'
import { decodeFrame, type Frame } from '../frame.ts'
import type { Unsubscribe } from '../link.ts'
import { channels } from '../link-channel.ts'
import type { Network } from './network.ts'

/** A router's frame as it arrives, read as whoever gets it reads it. */
export interface Sighting {
  readonly at: number
  readonly from: number
  readonly to: number
  readonly frame: Frame
  /** What tells one request or announcement from another, and is the same on every link that it crosses. */
  readonly id: string | undefined
}

/** What a link brought, if it is for the router: the spread shares the link. */
export function readRouterFrame(bytes: Uint8Array): Pick<Sighting, 'frame' | 'id'> | undefined {
  if (bytes[0] !== channels.router) return undefined
  const frame = decodeFrame(bytes.subarray(1))
  return { frame, id: idOf(frame).id?.() }
}

/**
 * Sees what every peer's router gets, so that afterwards any of them can be taken for spies: one run serves every
 * choice of them.
 */
export function watchFrames(network: Network, listener: (sighting: Sighting) => void): Unsubscribe {
  return network.onDelivery(({ at, from, to, frame: bytes }) => {
    const read = readRouterFrame(bytes)
    if (read) listener({ at, from, to, ...read })
  })
}
