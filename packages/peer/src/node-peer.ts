import { anyAddress, mesh } from '@hydra/discovery'
import { libp2pCalls } from '@hydra/discovery/libp2p'
import { createTracker, serveTracker, trackerHandler } from '@hydra/discovery/tracker'
import type { BlockStore } from '@hydra/files'
import { createFilesGateway } from '@hydra/files/gateway'
import { libp2pRecords } from '@hydra/records/libp2p'
import { createRouter, lazyTree } from '@hydra/router'
import { createGateway, type GatewayOptions } from '@hydra/services/gateway'
import { nodeTransports, type RequestHandler } from '@hydra/transports'
import { type NodeListener, openNodeListener, type PortLimits } from '@hydra/transports/node-listener'
import type { I2p } from '@hydra/transports/i2p'
import { webRTC } from '@hydra/transports/webrtc'
import { createLibp2p } from 'libp2p'
import { createByteCount } from './byte-count.ts'
import { type FeatureOptions, features } from './features.ts'
import { type Home, nowhere } from './home.ts'
import { insideI2p } from './inside-i2p.ts'
import type { PeerIdentity } from './identity.ts'
import { connectionKey, type NetworkLink, networkLink, type NetworkOptions, routerWatchers } from './network-link.ts'
import { inFolder } from './node-home.ts'
import type { Parts } from './parts.ts'
import { networkFiles } from './peer-files.ts'
import { peerRecords } from './peer-records.ts'
import { createServiceOrigins, type ServiceOrigins } from './service-origins.ts'

/** The connections of a node, all of them through one port. */
export interface NodeLink extends NetworkLink {
  readonly port: NodeListener
}

export interface NodePeerOptions extends NetworkOptions, FeatureOptions {
  /** The folder in which everything is kept. @default everything is forgotten at the end */
  dataDir?: string
  /** Encrypts the identity in `dataDir`. @default one that is made and kept beside it */
  passphrase?: string
  /** Where blocks are kept: any `interface-blockstore` store, which the peer does not close. @default in `dataDir` */
  blocks?: BlockStore
  /** Zero takes a free one. @default 0 */
  port?: number
  /** Where to listen. @default ['127.0.0.1'], this machine alone */
  hosts?: readonly string[]
  /** Whether strangers' addresses of private networks may be dialled, and own ones told. @default false */
  dialPrivate?: boolean
  /** Serves what no part of the peer serves, on the same port. */
  handler?: RequestHandler
  /** Host names the gateway answers for, besides this machine's, and origins whose pages may ask. @default none */
  gateway?: GatewayOptions
  /** Stands before all that people ask over HTTP, and not before what peers need. @default nothing */
  guard?: (handler: RequestHandler) => RequestHandler
  /**
   * Is in I2P, at this place, and nowhere else: dials and tells no other address, whatever else is named here. `sources`
   * are not asked, and `hosts` may only be this machine. The place is the caller's to close.
   * @default the internet
   */
  i2p?: I2p
  /** What strangers may cost the port. */
  limits?: Partial<PortLimits>
}

// A node is there for tabs: three quarters of the connections that its transports allow.
const NODE_MESH = mesh({ maxPeers: 192, targetPeers: 160 })

/** A peer of Node: one port for WebSocket, plain HTTP and the gateway, and a relay for those who have no port. */
export function nodePeer(options: NodePeerOptions = {}): Parts<NodeLink> {
  const { acceptWeak = false, dataDir, passphrase, gateway, blocks } = options
  const origins = createServiceOrigins()
  let opened: Home | Promise<Home> | undefined
  const home = (): Home | Promise<Home> => {
    opened ??= dataDir === undefined ? nowhere() : inFolder(dataDir, passphrase)
    return opened
  }
  const parts = features(home, options)
  return {
    identity: async () => (await home()).identity(),
    link: async ({ identity }) => openLink(options, await home(), identity, origins),
    spread: ({ link }) => lazyTree({ link }),
    router: ({ link, spread }) => createRouter({ link, spread, acceptWeak, ...routerWatchers(options) }),
    records: async ({ link, router }) => peerRecords(router, await libp2pRecords(link.node)),
    async files({ link, router }) {
      const files = await networkFiles(withBlocks(await home(), blocks), { link, router })
      const handler = createFilesGateway(files, gateway)
      for (const path of ['/files/', '/ipfs/']) link.port.mount(path, handler)
      return files
    },
    ...parts,
    async services(below) {
      const services = await parts.services(below)
      const handler = createGateway(services, gateway)
      below.link.port.mount('/services/', handler)
      origins.serve(handler)
      return services
    },
  }
}

async function openLink(
  options: NodePeerOptions,
  home: Home,
  identity: PeerIdentity,
  origins: ServiceOrigins,
): Promise<NodeLink> {
  const { port: number = 0, hosts = ['127.0.0.1'], dialPrivate = false, i2p } = options
  const inside = i2p && insideI2p(i2p, options)
  const { handler = notFound, topology = NODE_MESH, guard = (route: RequestHandler) => route, limits = {} } = options
  const port = await openNodeListener({ port: number, hosts, handler: guard(origins.before(handler)), limits })
  const guarded = { ...port, mount: (path: string, route: RequestHandler) => port.mount(path, guard(route)) }
  try {
    const key = await connectionKey(identity)
    const preset = inside?.preset ?? nodeTransports({ port, transports: [webRTC()] })
    const bytes = createByteCount()
    const node = await createLibp2p({ ...preset, privateKey: key, start: false, metrics: () => bytes.metrics })
    // Visitors of a node at home have private addresses alone. Whoever is told of one judges it by their own policy.
    const tracker = createTracker({ addresses: anyAddress() })
    port.mount('/tracker', trackerHandler(tracker))
    await serveTracker(libp2pCalls(node), tracker)
    const place = { store: home.peers, key, dialPrivate, bytes, onClosed: () => port.close(), ...inside?.place }
    const link = await networkLink(node, { ...options, topology, ...inside?.options }, place)
    return Object.assign(link, { port: origins.port(guarded) })
  } catch (error) {
    await port.close()
    throw error
  }
}

function withBlocks(home: Home, blocks: BlockStore | undefined): Home {
  return blocks === undefined ? home : { ...home, blocks: async () => ({ ...(await home.blocks()), blocks }) }
}

const notFound: RequestHandler = async () => new Response('There is nothing here.', { status: 404 })
