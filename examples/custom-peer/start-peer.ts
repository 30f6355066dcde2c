import { anyAddress, createDiscovery, full, staticList, type Topology } from '@hydra/discovery'
import { libp2pDialer, libp2pSelf } from '@hydra/discovery/libp2p'
import { type BlockStore, createFiles, hiddenSource, memoryBlocks } from '@hydra/files'
import { libp2pSwarm } from '@hydra/files/libp2p'
import { createRecordSet, hiddenGossip, memoryStore, type RecordStore } from '@hydra/records'
import { libp2pRecords } from '@hydra/records/libp2p'
import { createRouter, lazyTree, type Link, type Spread } from '@hydra/router'
import { libp2pLink } from '@hydra/router/libp2p'
import { createServices } from '@hydra/services'
import { nodeTransports, type Preset } from '@hydra/transports'
import { openNodeListener } from '@hydra/transports/node-listener'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { createLibp2p } from 'libp2p'

/** What this peer is made of. Each is a seam: any implementation that passes its suite will do. */
export interface Parts {
  readonly transports: (port: Awaited<ReturnType<typeof openNodeListener>>) => Preset
  readonly topology: Topology
  readonly spread: (link: Link) => Spread
  readonly store: () => RecordStore | Promise<RecordStore>
  readonly blocks: () => BlockStore
}

export const parts: Parts = {
  transports: (port) => nodeTransports({ port }),
  topology: full(),
  spread: (link) => lazyTree({ link }),
  store: () => memoryStore(),
  blocks: () => memoryBlocks(),
}

/** From the connections up, each role stands on those before it; names, feeds and the index were not asked for. */
export async function startPeer({ transports, topology, spread, store, blocks }: Parts, dial: readonly string[] = []) {
  const privateKey = await generateKeyPair('Ed25519')
  const port = await openNodeListener()
  const node = await createLibp2p({ ...transports(port), privateKey, start: false })
  const link = await libp2pLink(node)
  const tree = spread(link)
  const router = createRouter({ link, spread: tree, acceptWeak: true })
  const notes = await createRecordSet({
    kind: 'custom-notes',
    validate: (bytes) => ({ valid: true, order: bytes.slice(0, 8) }),
    store: await store(),
    gossip: hiddenGossip(router),
  })
  const records = await libp2pRecords(node, [notes])
  const shelf = blocks()
  const swarm = await libp2pSwarm(node, { blocks: shelf })
  const hidden = hiddenSource(router, { blocks: shelf })
  const files = await createFiles({ blocks: shelf, sources: [swarm, hidden] })
  const services = createServices({ router })

  // The first connection is made when everything listens, so that no part misses the first frame.
  await node.start()
  const self = libp2pSelf(node, privateKey)
  const finding = { sources: [staticList(dial)], topology, addresses: anyAddress() }
  const discovery = createDiscovery({ self, dialer: libp2pDialer(node), ...finding })
  const closing = [discovery, services, files, hidden, swarm, records, notes, router, tree, link]
  return {
    router,
    notes,
    files,
    services,
    addresses: node.getMultiaddrs().map(String),
    async close() {
      for (const part of closing) await part.close()
      await node.stop()
      await port.close()
    },
  }
}
