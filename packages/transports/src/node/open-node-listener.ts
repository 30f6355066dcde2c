import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { PortUnavailableError } from '../errors.ts'
import type { RequestHandler } from '../request-handler.ts'
import type { PortAddress, SharedPort } from '../shared-port.ts'
import type { Unsubscribe } from '../unsubscribe.ts'
import { DEFAULT_PORT_LIMITS, type PortLimits } from './limits.ts'
import { addressOf, closePort, openPorts } from './ports.ts'
import { createRefusals, type PortRefusal } from './refusals.ts'
import { createRoutes } from './routes.ts'
import { serve, type Serving } from './serve.ts'
import { limitSockets } from './socket-quota.ts'
import { createUpgrades, type Upgrades } from './upgrade.ts'

export interface NodeListenerOptions {
  /** Zero takes a free port; further hosts then get the same one. @default 0 */
  port?: number
  /** @default ['127.0.0.1'] */
  hosts?: readonly string[]
  /** Serves what is not mounted elsewhere. @default 404 to everything */
  handler?: RequestHandler
  limits?: Partial<PortLimits>
  /** Shares a server that listens already (a TLS one too) instead of opening a port. Its owner closes it. */
  server?: Server
}

export interface NodeListener extends SharedPort {
  /** Where ordinary routes are reached, such as `http://127.0.0.1:4001`. */
  readonly url: string
  /** How often something was turned away since the port was opened, by reason. */
  refused(): Readonly<Partial<Record<PortRefusal, number>>>
  /** Ends every socket, and frees the port unless somebody else owns it. */
  close(): Promise<void>
}

/** Opens the one port of a node. */
export async function openNodeListener(options: NodeListenerOptions = {}): Promise<NodeListener> {
  const { port = 0, hosts = ['127.0.0.1'], handler, server } = options
  const limits = { ...DEFAULT_PORT_LIMITS, ...options.limits }
  const refusals = createRefusals()
  const routes = createRoutes()
  const upgrades = createUpgrades(limits, refusals)
  if (handler !== undefined) routes.mount('/', handler)
  const servers = server === undefined ? await openPorts(hosts, port, limits) : [server]
  const detach = servers.map((each) =>
    attach(each, { limits, refusals, find: (pathname) => routes.find(pathname) }, upgrades),
  )
  const addresses = servers.map(addressOf)
  let closed: Promise<unknown> | undefined
  return {
    addresses,
    url: toUrl(addresses[0]),
    mount: (path, handler) => routes.mount(path, handler),
    onWebSocket: (listener) => upgrades.take(listener),
    refused: () => refusals.counts(),
    async close() {
      closed ??= Promise.all(server === undefined ? servers.map(closePort) : [])
      for (const end of detach.splice(0)) end()
      await closed
    },
  }
}

function attach(server: Server, serving: Serving, upgrades: Upgrades): Unsubscribe {
  const onRequest = (message: IncomingMessage, reply: ServerResponse) => {
    serve(message, reply, serving).catch((cause: Error) => reply.destroy(cause))
  }
  const hangUp = limitSockets(server, serving.limits, serving.refusals)
  const detachUpgrades = upgrades.attach(server)
  server.on('request', onRequest)
  return () => {
    server.off('request', onRequest)
    detachUpgrades()
    hangUp()
  }
}

function toUrl(address: PortAddress | undefined): string {
  if (address === undefined) throw new PortUnavailableError('no host', { cause: new Error('`hosts` is empty.') })
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  return `${address.secure ? 'https' : 'http'}://${host}:${address.port}`
}
