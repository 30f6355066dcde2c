import { TypedEventEmitter, type Listener, type ListenerEvents } from '@libp2p/interface'
import { getNetConfig, getThinWaistAddresses } from '@libp2p/utils'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { NotOnPortError } from './errors.ts'
import type { PortAddress, SharedPort } from './shared-port.ts'
import type { Unsubscribe } from './unsubscribe.ts'

export interface PortListenerInit {
  port: SharedPort
  /** What follows `/tcp/<port>`, such as `/ws`. */
  suffix: (address: PortAddress) => string
  /** What has to be loaded before it accepts. */
  load?: () => Promise<void>
  /** Begins to accept; the result ends it. */
  accept: () => Unsubscribe
}

/** A libp2p listener that stands on a shared port: it opens nothing and closes nothing of it. */
export class PortListener extends TypedEventEmitter<ListenerEvents> implements Listener {
  readonly #init: PortListenerInit
  #listening: Multiaddr | undefined
  #stop: Unsubscribe | undefined
  #isClosed = false

  constructor(init: PortListenerInit) {
    super()
    this.#init = init
  }

  async listen(address: Multiaddr): Promise<void> {
    if (this.#matches(address).length === 0) throw new NotOnPortError(address.toString())
    await this.#init.load?.()
    if (this.#isClosed) return
    this.#stop = this.#init.accept()
    this.#listening = address
    this.safeDispatchEvent('listening')
  }

  getAddrs(): Multiaddr[] {
    const listening = this.#listening
    if (listening === undefined) return []
    return this.#matches(listening).flatMap((address) =>
      getThinWaistAddresses(toMultiaddr(address), address.port).map((each) =>
        each.encapsulate(this.#init.suffix(address)),
      ),
    )
  }

  updateAnnounceAddrs(): void {}

  async close(): Promise<void> {
    this.#isClosed = true
    this.#stop?.()
    this.#stop = undefined
    this.#listening = undefined
    // libp2p closes listeners one after the other, and would take another one off its list for each that says so at once.
    await Promise.resolve()
    this.safeDispatchEvent('close')
  }

  #matches(address: Multiaddr): PortAddress[] {
    const { host, port } = getNetConfig(address)
    return this.#init.port.addresses.filter((each) => each.host === host && (port === 0 || each.port === port))
  }
}

/** `/ip4/…/tcp/…` of an address of the port. */
export function toMultiaddr({ host, port }: PortAddress): Multiaddr {
  return multiaddr(`/${host.includes(':') ? 'ip6' : 'ip4'}/${host}/tcp/${port}`)
}
