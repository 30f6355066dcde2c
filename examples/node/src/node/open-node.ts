import { join } from 'node:path'
import { ledgerRules, practiceRules } from '@hydra/hns'
import { createPeer, type FeatureOptions, type Peer } from '@hydra/peer'
import { type NodeLink, nodePeer } from '@hydra/peer/node'
import { peerRegistry } from '@hydra/peer/registry'
import { sqliteStores } from '@hydra/services/node'
import type { Registry } from '@hydra/services/registry'
import type { RequestHandler } from '@hydra/transports'
import type { I2p } from '@hydra/transports/i2p'
import type { PortLimits } from '@hydra/transports/node-listener'
import type { Configuration } from '../config/configuration.ts'
import { createOwnServices, type OwnServices } from '../services/own-services.ts'
import { hostsOf } from './hosts.ts'
import { openPlace } from './i2p-place.ts'
import type { Log } from './log.ts'
import { s3Blocks } from './s3-blocks.ts'
import { sourcesOf } from './sources.ts'

/** A peer on this machine, and what a node adds to it. */
export interface HydraNode {
  readonly peer: Peer<NodeLink>
  readonly configuration: Configuration
  readonly registry: Registry
  /** What this node hosts, also after a restart. */
  readonly own: OwnServices
  /** Where it is in I2P, if it is there alone. */
  readonly i2p?: I2p
  /** When it was opened, in milliseconds since 1970. */
  readonly since: number
  close(): Promise<void>
}

export interface OpenOptions {
  readonly port: number
  readonly listen: readonly string[]
  /** Stands before all that people ask over HTTP. */
  readonly guard?: (handler: RequestHandler) => RequestHandler
  readonly limits?: Partial<PortLimits>
  /** Serves what no route does. */
  readonly handler?: RequestHandler
  /** Hears of every request that this node asks or serves. */
  readonly onRequest?: FeatureOptions['onRequest']
  readonly log?: Log
}

/** Opens the node of a folder. A second on the same folder gets `StoreLockedError`. */
export async function openNode(configuration: Configuration, options: OpenOptions): Promise<HydraNode> {
  const { dataDir, settings, passphrase } = configuration
  const { port, listen, guard, limits, handler, onRequest, log } = options
  const blocks = await s3Blocks(settings, process.env)
  const i2p = settings['i2p.only'] ? await openPlace(configuration, log) : undefined
  const parts = nodePeer({
    dataDir,
    port,
    hosts: hostsOf(listen),
    dial: settings.dial,
    dialPrivate: settings['dial-private'],
    acceptWeak: settings['accept-weak'],
    gateway: { hosts: settings.hosts, origins: settings.origins },
    sources: () => sourcesOf(settings),
    rules: settings['names.ledger'] === 'practice' ? practiceRules() : ledgerRules(),
    ...(passphrase !== undefined && { passphrase }),
    ...(blocks && { blocks }),
    ...(i2p && { i2p }),
    ...(guard && { guard }),
    ...(limits && { limits }),
    ...(handler && { handler }),
    ...(onRequest && { onRequest }),
    ...(log && { onLog: (line: string) => log.info(line) }),
  })
  const peer = await createPeer(parts).catch(async (error: unknown) => {
    await i2p?.close()
    throw error
  })
  const stores = sqliteStores(join(dataDir, 'guests.db'))
  const registry = peerRegistry(peer, { stores })
  const own = await createOwnServices({ peer, registry, dataDir, log })
  return {
    peer,
    configuration,
    registry,
    own,
    ...(i2p && { i2p }),
    since: Date.now(),
    async close() {
      await own.close()
      await registry.close()
      await stores.close()
      await peer.close()
      await i2p?.close()
    },
  }
}
