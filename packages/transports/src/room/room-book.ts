import type { Unsubscribe } from '../unsubscribe.ts'
import { roomAddress } from './address.ts'
import type { Room } from './room.ts'

/** A peer that is in a room, and how to dial it through there. */
export interface RoomPeer {
  readonly peerId: string
  readonly addresses: readonly string[]
}

/** The rooms that a peer is in. */
export class RoomBook {
  readonly #urls: ReadonlyMap<string, string>
  readonly #rooms = new Map<string, Room>()
  readonly #listeners = new Set<() => void>()

  constructor(urls: readonly string[]) {
    this.#urls = new Map(urls.map((url) => [roomAddress(url), url]))
  }

  get addresses(): string[] {
    return [...this.#urls.keys()]
  }

  /** The URL of a room, as the user wrote it. */
  urlOf(address: string): string {
    const url = this.#urls.get(address)
    if (url === undefined) throw new TypeError(`${address} was not named. Name its URL when you make the transport.`)
    return url
  }

  get(address: string): Room | undefined {
    return this.#rooms.get(address)
  }

  add(room: Room): void {
    this.#rooms.set(room.address, room)
  }

  remove(room: Room): void {
    if (this.#rooms.get(room.address) === room) this.#rooms.delete(room.address)
  }

  peers(): RoomPeer[] {
    const found = new Map<string, string[]>()
    for (const room of this.#rooms.values()) {
      for (const member of room.members()) {
        const peerId = member.peerId.toString()
        const addresses = found.get(peerId) ?? []
        const address = `${room.address}/webrtc/p2p/${peerId}`
        found.set(peerId, addresses.includes(address) ? addresses : [...addresses, address])
      }
    }
    return [...found].map(([peerId, addresses]) => ({ peerId, addresses }))
  }

  onChange(listener: () => void): Unsubscribe {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  changed(): void {
    for (const listener of this.#listeners) listener()
  }
}
