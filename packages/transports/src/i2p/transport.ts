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
  type Transport,
} from '@libp2p/interface'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import type { Unsubscribe } from '../unsubscribe.ts'
import { garlicAddress, nameOf, targetOf } from './destination.ts'
import type { I2p } from './session.ts'
import { StreamConnection } from './stream-connection.ts'

export interface I2pComponents {
  readonly logger: ComponentLogger
}

/** libp2p over I2P, through a place that `openI2p` made. It dials `/garlic32/…` and `/garlic64/…`, and nothing else. */
export function i2p(place: I2p): (components: I2pComponents) => Transport {
  return (components) => new I2pTransport(components, place)
}

class I2pTransport implements Transport {
  readonly [transportSymbol] = true
  readonly [Symbol.toStringTag] = '@hydra/transports/i2p'
  readonly [serviceCapabilities] = ['@libp2p/transport']
  readonly #components: I2pComponents
  readonly #place: I2p

  constructor(components: I2pComponents, place: I2p) {
    this.#components = components
    this.#place = place
  }

  async dial(address: Multiaddr, options: DialTransportOptions): Promise<Connection> {
    const { signal, upgrader } = options
    signal.throwIfAborted()
    const socket = await this.#place.connect(targetOf(address) ?? '', { signal })
    const log = this.#components.logger.forComponent('hydra:transports:i2p')
    const connection = new StreamConnection({ socket, remoteAddr: address, direction: 'outbound', log })
    try {
      return await upgrader.upgradeOutbound(connection, options)
    } catch (error) {
      connection.abort(error instanceof Error ? error : new Error(String(error)))
      throw error
    }
  }

  createListener({ upgrader }: CreateListenerOptions): Listener {
    const log = this.#components.logger.forComponent('hydra:transports:i2p')
    const closing = new AbortController()
    // One listener per handshake in flight; libp2p bounds these.
    setMaxListeners(Infinity, closing.signal)
    const accept = (): Unsubscribe =>
      this.#place.onStream((socket, destination) => {
        const remoteAddr = multiaddr(garlicAddress(nameOf(destination)))
        const connection = new StreamConnection({ socket, remoteAddr, direction: 'inbound', log })
        upgrader.upgradeInbound(connection, { signal: closing.signal }).catch((cause: Error) => {
          log('a stream from %a did not become a connection - %e', remoteAddr, cause)
          connection.abort(cause)
        })
      })
    return new I2pListener(multiaddr(this.#place.address), () => {
      const stop = accept()
      return () => {
        stop()
        closing.abort()
      }
    })
  }

  /** One's own place alone. */
  listenFilter(addresses: Multiaddr[]): Multiaddr[] {
    return addresses.filter((address) => address.toString() === this.#place.address)
  }

  dialFilter(addresses: Multiaddr[]): Multiaddr[] {
    return addresses.filter((address) => targetOf(address) !== undefined)
  }
}

class I2pListener extends TypedEventEmitter<ListenerEvents> implements Listener {
  readonly #address: Multiaddr
  readonly #accept: () => Unsubscribe
  #stop: Unsubscribe | undefined

  constructor(address: Multiaddr, accept: () => Unsubscribe) {
    super()
    this.#address = address
    this.#accept = accept
  }

  async listen(): Promise<void> {
    this.#stop = this.#accept()
    this.safeDispatchEvent('listening')
  }

  getAddrs(): Multiaddr[] {
    return this.#stop ? [this.#address] : []
  }

  updateAnnounceAddrs(): void {}

  async close(): Promise<void> {
    this.#stop?.()
    this.#stop = undefined
    this.safeDispatchEvent('close')
  }
}
