import {
  serviceCapabilities,
  setMaxListeners,
  transportSymbol,
  TypedEventEmitter,
  type ComponentLogger,
  type Connection,
  type CreateListenerOptions,
  type DialTransportOptions,
  type Listener,
  type ListenerEvents,
  type CounterGroup,
  type Logger,
  type Metrics,
  type PeerStore,
  type PrivateKey,
  type Transport,
} from '@libp2p/interface'
import type { TransportManager } from '@libp2p/interface-internal'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { isRoomAddress, leadsToWebRTC, roomOf, targetOf } from './address.ts'
import { NotInRoomError } from './errors.ts'
import { ROOM_LIMITS } from './limits.ts'
import { Room } from './room.ts'
import type { RoomBook } from './room-book.ts'

export interface RoomComponents {
  privateKey: PrivateKey
  peerStore: PeerStore
  transportManager: TransportManager
  logger: ComponentLogger
  metrics?: Metrics
}

export interface RoomTransportInit {
  book: RoomBook
  secret: string
  random: () => number
}

// Tells libp2p to run nothing on it but what is made for such connections: identify, and the WebRTC handshake.
const LIMITS = { bytes: BigInt(ROOM_LIMITS.connectionBytes), seconds: ROOM_LIMITS.connectionMs / 1000 }

/** Meets peers through rooms: a limited connection for the handshake, and WebRTC from then on. */
export class RoomTransport implements Transport {
  readonly [transportSymbol] = true
  readonly [Symbol.toStringTag] = '@hydra/transports/room'
  readonly [serviceCapabilities] = ['@libp2p/transport']
  readonly #components: RoomComponents
  readonly #init: RoomTransportInit
  readonly #log: Logger
  readonly #refused: CounterGroup | undefined

  constructor(components: RoomComponents, init: RoomTransportInit) {
    this.#components = components
    this.#init = init
    this.#log = components.logger.forComponent('hydra:transports:room')
    this.#refused = components.metrics?.registerCounterGroup('hydra_transports_room_refused_total', {
      label: 'reason',
      help: 'Messages of rooms that were dropped unheard',
    })
  }

  async dial(address: Multiaddr, options: DialTransportOptions): Promise<Connection> {
    options.signal.throwIfAborted()
    const target = targetOf(address)
    const room = this.#init.book.get(roomOf(address))
    if (target === undefined || room === undefined) throw new NotInRoomError(target ?? 'Nobody', roomOf(address))
    const handshake = await options.upgrader.upgradeOutbound(room.connect(target), { ...options, limits: LIMITS })
    if (!leadsToWebRTC(address)) return handshake
    try {
      return await this.#components.transportManager.dial(multiaddr(`/webrtc/p2p/${target}`), options)
    } finally {
      await handshake.close(options).catch((cause: Error) => handshake.abort(cause))
    }
  }

  createListener({ upgrader }: CreateListenerOptions): Listener {
    const closing = new AbortController()
    // One listener per handshake in flight, and these are bounded.
    setMaxListeners(Infinity, closing.signal)
    return new RoomListener((address) => {
      const { book, ...init } = this.#init
      const room = new Room({
        ...init,
        url: book.urlOf(address),
        address,
        privateKey: this.#components.privateKey,
        log: this.#log,
        onRefused: (reason) => this.#refused?.increment({ [reason]: true }),
        onChange: () => this.#remember(room),
        onConnection: (connection) => {
          upgrader.upgradeInbound(connection, { signal: closing.signal, limits: LIMITS }).catch((cause: Error) => {
            this.#log('a handshake through %s failed - %e', address, cause)
            connection.abort(cause)
          })
        },
      })
      book.add(room)
      return () => {
        book.remove(room)
        closing.abort()
        room.close()
      }
    })
  }

  listenFilter(addresses: Multiaddr[]): Multiaddr[] {
    return addresses.filter((address) => isRoomAddress(address) && targetOf(address) === undefined)
  }

  dialFilter(addresses: Multiaddr[]): Multiaddr[] {
    return addresses.filter((address) => isRoomAddress(address) && targetOf(address) !== undefined)
  }

  #remember(room: Room): void {
    this.#init.book.changed()
    for (const { peerId } of room.members()) {
      const addresses = [multiaddr(`${room.address}/webrtc/p2p/${peerId.toString()}`)]
      this.#components.peerStore.merge(peerId, { multiaddrs: addresses }).catch((cause: Error) => {
        this.#log('could not remember %p - %e', peerId, cause)
      })
    }
  }
}

/** Enters a room when libp2p listens on its address. A room that is down is tried again, and holds nothing up. */
class RoomListener extends TypedEventEmitter<ListenerEvents> implements Listener {
  readonly #enter: (address: string) => () => void
  #leave: (() => void) | undefined
  #address: string | undefined

  constructor(enter: (address: string) => () => void) {
    super()
    this.#enter = enter
  }

  async listen(address: Multiaddr): Promise<void> {
    this.#address = roomOf(address)
    this.#leave = this.#enter(this.#address)
    this.safeDispatchEvent('listening')
  }

  getAddrs(): Multiaddr[] {
    return this.#address === undefined ? [] : [multiaddr(`${this.#address}/webrtc`)]
  }

  updateAnnounceAddrs(): void {}

  async close(): Promise<void> {
    this.#leave?.()
    this.#address = undefined
    this.safeDispatchEvent('close')
  }
}
