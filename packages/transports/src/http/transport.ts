import {
  serviceCapabilities,
  setMaxListeners,
  transportSymbol,
  type ComponentLogger,
  type Connection,
  type CreateListenerOptions,
  type DialTransportOptions,
  type Listener,
  type CounterGroup,
  type Logger,
  type Metrics,
  type Transport,
  type Upgrader,
} from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import { PortListener } from '../port-listener.ts'
import { shareAcceptor } from '../shared-acceptor.ts'
import type { SharedPort } from '../shared-port.ts'
import type { Unsubscribe } from '../unsubscribe.ts'
import { HTTP_PATH, httpUrl } from './address.ts'
import { SESSION_LIMITS, type SessionLimits } from './limits.ts'
import { Pollers } from './pollers.ts'

export interface HttpInit {
  /** The port to answer on. Without one, this transport only dials. */
  port?: SharedPort
  limits?: Partial<SessionLimits>
  /** Sessions of strangers at once. @default 256: with full windows, half a gigabyte. */
  maxSessions?: number
  /** Of these, from one address group. @default 32: an office behind one address. */
  maxSessionsPerGroup?: number
  /** What makes the requests. @default the global `fetch` */
  fetch?: typeof globalThis.fetch
}

export interface HttpComponents {
  logger: ComponentLogger
  metrics?: Metrics
}

/** A libp2p transport over plain HTTP, for peers that can make requests and nothing more. */
export function http(init: HttpInit = {}): (components: HttpComponents) => Transport {
  return (components) => new HttpTransport(components, init)
}

class HttpTransport implements Transport {
  readonly [transportSymbol] = true
  readonly [Symbol.toStringTag] = '@hydra/transports/http'
  readonly [serviceCapabilities] = ['@libp2p/transport']
  readonly #init: HttpInit
  readonly #log: Logger
  readonly #refused: CounterGroup | undefined
  readonly #limits: SessionLimits
  readonly #pollers = new Pollers()
  readonly #accept: () => Unsubscribe
  #upgrader: Upgrader | undefined
  #acceptSessions: typeof import('./accept.ts').acceptSessions | undefined

  constructor({ logger, metrics }: HttpComponents, init: HttpInit) {
    this.#init = init
    this.#log = logger.forComponent('hydra:transports:http')
    this.#limits = { ...SESSION_LIMITS, ...init.limits }
    this.#refused = metrics?.registerCounterGroup('hydra_transports_http_refused_total', {
      label: 'status',
      help: 'Requests of the HTTP transport that were turned away',
    })
    this.#accept = shareAcceptor(() => this.#serve())
  }

  async dial(address: Multiaddr, options: DialTransportOptions): Promise<Connection> {
    const url = httpUrl(address)
    if (url === undefined) throw new TypeError(`${address.toString()} is no address of the HTTP transport.`)
    // Most peers are reached by WebSocket. A page that needs neither side of this loads neither.
    const { openSession } = await import('./open-session.ts')
    const { fetch } = this.#init
    const about = { url, limits: this.#limits, pollers: this.#pollers, ...(fetch === undefined ? {} : { fetch }) }
    const connection = await openSession(address, this.#log.newScope('connection'), about, options)
    return options.upgrader.upgradeOutbound(connection, options)
  }

  createListener({ upgrader }: CreateListenerOptions): Listener {
    const { port } = this.#init
    if (port === undefined) throw new TypeError('The HTTP transport has no port to listen on. Give it one.')
    this.#upgrader = upgrader
    return new PortListener({
      port,
      load: async () => {
        this.#acceptSessions = (await import('./accept.ts')).acceptSessions
      },
      accept: this.#accept,
      suffix: ({ secure }) => (secure ? '/tls/http' : '/http'),
    })
  }

  dialFilter(addresses: Multiaddr[]): Multiaddr[] {
    return addresses.filter((address) => httpUrl(address) !== undefined)
  }

  listenFilter(addresses: Multiaddr[]): Multiaddr[] {
    return this.#init.port === undefined ? [] : this.dialFilter(addresses)
  }

  #serve(): Unsubscribe {
    const closing = new AbortController()
    // One listener per handshake in flight; libp2p bounds these.
    setMaxListeners(Infinity, closing.signal)
    const sessions = this.#acceptSessions?.({
      limits: this.#limits,
      maxSessions: this.#init.maxSessions ?? 256,
      maxSessionsPerGroup: this.#init.maxSessionsPerGroup ?? 32,
      log: this.#log,
      onRefused: (status) => this.#refused?.increment({ [status]: true }),
      onConnection: (connection) => {
        this.#upgrader?.upgradeInbound(connection, { signal: closing.signal }).catch((cause: Error) => {
          this.#log('a session from %a did not become a connection - %e', connection.remoteAddr, cause)
          connection.abort(cause)
        })
      },
    })
    const unmount = sessions && this.#init.port?.mount(HTTP_PATH, sessions.handler)
    return () => {
      unmount?.()
      closing.abort()
      sessions?.close()
    }
  }
}
