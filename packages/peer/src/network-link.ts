import type { RouterOptions } from '@hydra/router'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import type { Libp2p, PrivateKey } from '@libp2p/interface'
import {
  anyAddress,
  createDiscovery,
  type AddressPolicy,
  type Dialer,
  type Discovery,
  type DiscoverySource,
  type DiscoveryStore,
  exchange,
  publicAddresses,
  serveExchange,
  type Topology,
} from '@hydra/discovery'
import { libp2pCalls, libp2pDialer, libp2pSelf, neighbours } from '@hydra/discovery/libp2p'
import { libp2pLink } from '@hydra/router/libp2p'
import { connectionKind } from '@hydra/transports'
import type { ByteCount, Traffic } from './byte-count.ts'
import { measureFirstRoundTrips } from './first-round-trip.ts'
import { firstContact, named } from './named.ts'
import type { LinkExplanation } from './explain.ts'
import type { PeerIdentity } from './identity.ts'
import type { PeerLink } from './parts.ts'

/** A link over real connections. */
export interface NetworkLink extends PeerLink {
  /** What the connections are made with: for what this package does not cover. */
  readonly node: Libp2p
  readonly discovery: Discovery
  /** What went over the connections so far: `explain()` says it too, and takes longer. */
  traffic(): Traffic
}

export interface NetworkOptions {
  /** Addresses of peers to begin with, such as `/dns4/example.org/tcp/443/tls/ws/p2p/…`. Nobody else is contacted. */
  dial?: readonly string[]
  /** Further ways to find peers, made on the node that is connected: `dns`, `tracker`, `mdns`, `dht`, `room`. */
  sources?: (node: Libp2p) => readonly DiscoverySource[]
  /** Which connections to keep. @default a mesh of 6 to 12; of a node, as many as it can carry */
  topology?: Topology
  /**
   * Goes on where there are too few links to hide behind: neighbours then know which requests are ours.
   * @default false
   */
  acceptWeak?: boolean
  /** Lines about neighbours, never about messages: why one was cut off. @default nobody reads them */
  onLog?: (line: string) => void
  /** Hears of each thing that the router counts, own and relayed alike. @default nobody counts */
  onMetric?: NonNullable<RouterOptions['onMetric']>
}

/** Whoever watches the router. */
export function routerWatchers({ onLog, onMetric }: NetworkOptions): Pick<RouterOptions, 'onLog' | 'onMetric'> {
  return { ...(onLog && { onLog }), ...(onMetric && { onMetric }) }
}

export interface NetworkPlace {
  readonly store: DiscoveryStore
  readonly key: PrivateKey
  readonly dialPrivate: boolean
  /** Which addresses may be dialled, and are told. @default by `dialPrivate` */
  readonly addresses?: AddressPolicy
  readonly bytes: ByteCount
  /** Ends what the connections stand on. */
  readonly onClosed?: () => Promise<void>
}

/** The key that a device's connections are authenticated with. */
export async function connectionKey(identity: PeerIdentity): Promise<PrivateKey> {
  const key = await identity.peerKey(identity.device)
  return generateKeyPairFromSeed('Ed25519', key.secret())
}

/** Starts a node's connections with the peer that they belong to, and ends them with it. */
export async function networkLink(node: Libp2p, options: NetworkOptions, place: NetworkPlace): Promise<NetworkLink> {
  const { dial = [], sources = () => [], topology } = options
  const { promise: opened, resolve: open } = Promise.withResolvers<void>()
  const link = await libp2pLink(node)
  const calls = libp2pCalls(node)
  const discovery = createDiscovery({
    self: libp2pSelf(node, place.key),
    dialer: dialsOnce(opened, libp2pDialer(node)),
    sources: [named(node, dial, opened), neighbours(node), exchange({ calls }), ...sources(node)],
    store: place.store,
    addresses: place.addresses ?? (place.dialPrivate ? anyAddress() : publicAddresses()),
    ...(topology && { topology }),
  })
  await serveExchange({ calls, sample: discovery.sample })
  const measured = measureFirstRoundTrips(node)
  return {
    ...link,
    node,
    discovery,
    async open() {
      await node.start()
      await firstContact(node, dial)
      open()
    },
    traffic: () => place.bytes.traffic(),
    explain: () => ({ ...explain(node, link.neighbours(), discovery), traffic: place.bytes.traffic() }),
    async close() {
      open()
      measured()
      await discovery.close()
      await link.close()
      await node.stop()
      await place.onClosed?.()
    },
  }
}

/** Whom earlier runs knew is not dialled before the node can. */
function dialsOnce(opened: Promise<void>, dialer: Dialer): Dialer {
  return {
    ...dialer,
    async dial(...call) {
      await opened
      return dialer.dial(...call)
    },
  }
}

function explain(node: Libp2p, known: ReturnType<PeerLink['neighbours']>, discovery: Discovery): LinkExplanation {
  return {
    peerId: node.peerId.toString(),
    addresses: node.getMultiaddrs().map(String),
    neighbours: [...known],
    connections: node.getConnections().map((connection) => ({
      peerId: connection.remotePeer.toString(),
      outbound: connection.direction === 'outbound',
      ...connectionKind(connection),
    })),
    discovery: discovery.explain(),
  }
}
