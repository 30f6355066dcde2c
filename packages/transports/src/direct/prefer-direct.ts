import type { ComponentLogger, Libp2pEvents, Logger, PeerId, Startable, TypedEventTarget } from '@libp2p/interface'
import type { ConnectionManager, TransportManager } from '@libp2p/interface-internal'
import { CODE_P2P, multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { connectionKind } from '../connection-kind.ts'
import type { Unsubscribe } from '../unsubscribe.ts'

// libp2p joins a dial to a peer that it is still dialling: the one that brought the relayed connection must be over.
const FIRST_TRY_MS = 250
// A first try that failed for chance is worth a second soon; one that failed for a firewall is worth one an hour.
const FIRST_RETRY_MS = 5_000
const MAX_RETRY_MS = 60 * 60_000
// The same as any dial of all addresses of one peer: see `presets/base.ts`.
const TRY_MS = 30_000

export interface PreferDirectInit {
  /** Calls back once, later. @default the platform's timers */
  after?: (ms: number, call: () => void) => Unsubscribe
  /** Spreads retries, so that peers which lost one relay do not all come back at once. @default the platform's */
  random?: () => number
}

export interface PreferDirectComponents {
  connectionManager: Pick<ConnectionManager, 'getConnections' | 'openConnection'>
  transportManager: Pick<TransportManager, 'dialTransportForMultiaddr'>
  events: TypedEventTarget<Libp2pEvents>
  logger: ComponentLogger
}

/** A libp2p service that tries to reach directly whom this peer dialled through a relay, and keeps the relay until it can. */
export function preferDirect(init: PreferDirectInit = {}): (components: PreferDirectComponents) => Startable {
  return (components) => new PreferDirect(components, init)
}

class PreferDirect implements Startable {
  readonly #components: PreferDirectComponents
  readonly #after: NonNullable<PreferDirectInit['after']>
  readonly #random: () => number
  readonly #log: Logger
  /** Of peers that are reached through a relay only; no more than there are connections. */
  readonly #waiting = new Map<string, { cancel: Unsubscribe; failures: number }>()
  #stop: AbortController | undefined

  constructor(components: PreferDirectComponents, init: PreferDirectInit) {
    this.#components = components
    this.#after = init.after ?? afterPlatform
    this.#random = init.random ?? platformRandom
    this.#log = components.logger.forComponent('hydra:transports:direct')
  }

  start(): void {
    this.#stop = new AbortController()
    const { signal } = this.#stop
    const { events } = this.#components
    events.addEventListener('connection:open', ({ detail }) => this.#look(detail.remotePeer), { signal })
    events.addEventListener('connection:close', ({ detail }) => this.#look(detail.remotePeer), { signal })
  }

  stop(): void {
    this.#stop?.abort()
    for (const { cancel } of this.#waiting.values()) cancel()
    this.#waiting.clear()
  }

  /** Whether anything is to be done about a peer, now that its connections changed. */
  #look(peer: PeerId): void {
    const key = peer.toString()
    const address = this.#addressOf(peer)
    if (address === undefined) {
      this.#waiting.get(key)?.cancel()
      this.#waiting.delete(key)
    } else if (!this.#waiting.has(key)) {
      this.#schedule(peer, 0)
    }
  }

  #schedule(peer: PeerId, failures: number): void {
    const wait = failures === 0 ? FIRST_TRY_MS : Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1))
    const cancel = this.#after(wait * (0.75 + this.#random() / 2), () => void this.#try(peer, failures))
    this.#waiting.set(peer.toString(), { cancel, failures })
  }

  async #try(peer: PeerId, failures: number): Promise<void> {
    const address = this.#addressOf(peer)
    const stop = this.#stop?.signal
    if (address === undefined || stop === undefined) return
    try {
      const signal = AbortSignal.any([stop, AbortSignal.timeout(TRY_MS)])
      await this.#components.connectionManager.openConnection(address, { signal })
    } catch (cause) {
      this.#log('no direct connection to %p yet - %e', peer, cause)
    }
    if (!this.#waiting.has(peer.toString())) return
    if (this.#addressOf(peer) === undefined) this.#waiting.delete(peer.toString())
    else this.#schedule(peer, failures + 1)
  }

  /** How to reach a peer directly by way of its relayed connection; nothing if there is none, or no need. */
  #addressOf(peer: PeerId): Multiaddr | undefined {
    const open = this.#components.connectionManager.getConnections(peer).filter(({ status }) => status === 'open')
    if (open.some((connection) => !connectionKind(connection).relayed)) return undefined
    // The side that dialled tries, or both would at once.
    const relayed = open.find(({ direction }) => direction === 'outbound')
    if (relayed === undefined) return undefined
    const address = overWebRTC(relayed.remoteAddr, peer)
    return this.#components.transportManager.dialTransportForMultiaddr(address) === undefined ? undefined : address
  }
}

function overWebRTC(relayed: Multiaddr, peer: PeerId): Multiaddr {
  const components = relayed.getComponents()
  const last = components.at(-1)?.code === CODE_P2P ? components.slice(0, -1) : components
  return multiaddr(last).encapsulate(`/webrtc/p2p/${peer.toString()}`)
}

function afterPlatform(ms: number, call: () => void): Unsubscribe {
  const timer = setTimeout(call, ms)
  return () => clearTimeout(timer)
}

function platformRandom(): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1))
  return value / 2 ** 32
}
