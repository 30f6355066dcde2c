import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server as TlsServer } from 'node:tls'
import { PortUnavailableError } from '../errors.ts'
import type { PortAddress } from '../shared-port.ts'
import type { PortLimits } from './limits.ts'

/** Opens one port number on every host, or on none. */
export async function openPorts(hosts: readonly string[], port: number, limits: PortLimits): Promise<Server[]> {
  const servers: Server[] = []
  let chosen = port
  try {
    for (const host of hosts) {
      const server = createServer({
        maxHeaderSize: limits.maxHeaderBytes,
        headersTimeout: limits.headerMs,
        // Bodies are timed piece by piece: a whole-request deadline would cut long uploads and streams.
        requestTimeout: 0,
        connectionsCheckingInterval: Math.min(limits.headerMs, 2_000),
        noDelay: true,
      })
      await listen(server, host, chosen)
      servers.push(server)
      chosen = addressOf(server).port
    }
    return servers
  } catch (cause) {
    await Promise.all(servers.map(closePort))
    throw cause
  }
}

export function closePort(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

export function addressOf(server: Server): PortAddress {
  const { address, port } = server.address() as AddressInfo
  return { host: address, port, secure: server instanceof TlsServer }
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen({ host, port, ipv6Only: host.includes(':') }, resolve)
  await promise.catch((cause: unknown) => {
    throw new PortUnavailableError(`${host}:${port}`, { cause })
  })
  server.off('error', reject)
  // What fails later is one accepted socket, not the port.
  server.on('error', () => undefined)
}
