import { libp2pRecords } from '@hydra/records/libp2p'
import { createRouter, lazyTree } from '@hydra/router'
import { createServices, type Names } from '@hydra/services'
import { createGateway, type GatewayOptions } from '@hydra/services/gateway'
import { nodeTransports, type RequestHandler } from '@hydra/transports'
import { type NodeListener, openNodeListener } from '@hydra/transports/node-listener'
import { webRTC } from '@hydra/transports/webrtc'
import { createLibp2p } from 'libp2p'
import type { Parts } from './create-peer.ts'
import { type NetworkLink, networkLink, type NetworkOptions } from './network-link.ts'
import { peerRecords } from './peer-records.ts'
import { createServiceOrigins, type ServiceOrigins } from './service-origins.ts'

/** The connections of a node, all of them through one port. */
export interface NodeLink extends NetworkLink {
  readonly port: NodeListener
}

export interface NodePeerOptions extends NetworkOptions {
  /** Zero takes a free one. @default 0 */
  port?: number
  /** Where to listen. @default ['127.0.0.1'], this machine alone */
  hosts?: readonly string[]
  /** Serves what no part of the peer serves, on the same port. */
  handler?: RequestHandler
  /** Host names the gateway answers for, besides this machine's, and origins whose pages may ask. @default none */
  gateway?: GatewayOptions
  /** What names stand for, in `services.fetch` and at the gateway. @default services are asked by key */
  names?: Names
}

/** A peer of Node: one port for WebSocket, plain HTTP and the gateway, and a relay for those who have no port. */
export function nodePeer(options: NodePeerOptions = {}): Parts<NodeLink> {
  const { acceptWeak = false, names } = options
  const origins = createServiceOrigins()
  return {
    link: () => openLink(options, origins),
    spread: ({ link }) => lazyTree({ link }),
    router: ({ link, spread }) => createRouter({ link, spread, acceptWeak }),
    records: async ({ link, router }) => peerRecords(router, await libp2pRecords(link.node)),
    services({ router, link: { port } }) {
      const services = createServices({ router, ...(names && { names }) })
      const gateway = createGateway(services, options.gateway)
      port.mount('/services/', gateway)
      origins.serve(gateway)
      return services
    },
  }
}

async function openLink(options: NodePeerOptions, origins: ServiceOrigins): Promise<NodeLink> {
  const { port: number = 0, hosts = ['127.0.0.1'], handler = notFound } = options
  const port = await openNodeListener({ port: number, hosts, handler: origins.before(handler) })
  const node = await createLibp2p({ ...nodeTransports({ port, transports: [webRTC()] }), start: false })
  const link = await networkLink(node, options)
  return {
    ...link,
    port: origins.port(port),
    async close() {
      await link.close()
      await port.close()
    },
  }
}

const notFound: RequestHandler = async () => new Response('There is nothing here.', { status: 404 })
