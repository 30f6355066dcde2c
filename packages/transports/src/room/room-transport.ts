import type { Transport } from '@libp2p/interface'
import type { Unsubscribe } from '../unsubscribe.ts'
import { RoomBook, type RoomPeer } from './room-book.ts'
import { RoomTransport, type RoomComponents } from './transport.ts'

export interface RoomOptions {
  /** WebSocket servers that repeat each message to everyone else, such as `wss://room.example/lobby`. */
  urls: readonly string[]
  /** Shared by the members and unknown to the server. Without it, the server can read who is there. @default '' */
  secret?: string
  /** @default the platform's */
  random?: () => number
}

/** A transport factory for libp2p, which also tells who is there. */
export interface RoomFactory {
  (components: RoomComponents): Transport
  /** What libp2p has to listen on to be in the rooms. */
  readonly listen: readonly string[]
  /** Everyone who proved to be in one of the rooms, with addresses that lead to a direct connection. */
  peers(): readonly RoomPeer[]
  onChange(listener: () => void): Unsubscribe
}

/** Meets peers in any WebSocket room, with no node of ours up: `@libp2p/webrtc` shakes hands through it. */
export function room({ urls, secret = '', random = platformRandom }: RoomOptions): RoomFactory {
  const book = new RoomBook(urls)
  const factory = (components: RoomComponents) => new RoomTransport(components, { book, secret, random })
  return Object.assign(factory, {
    listen: book.addresses,
    peers: () => book.peers(),
    onChange: (listener: () => void) => book.onChange(listener),
  })
}

function platformRandom(): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1))
  return value / 2 ** 32
}
