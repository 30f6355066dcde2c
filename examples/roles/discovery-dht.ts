// Discovery by a DHT: a table without a keeper. Its entries lie on whichever peers are closest to their hash.
import assert from 'node:assert/strict'
import { anyAddress, createDiscovery, type DiscoverySource, staticList } from '@hydra/discovery'
import { dht, kad } from '@hydra/discovery/dht'
import { libp2pDialer, libp2pSelf } from '@hydra/discovery/libp2p'
import { nodeTransports } from '@hydra/transports'
import { openNodeListener } from '@hydra/transports/node-listener'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { createLibp2p } from 'libp2p'

// Here without a preset, to see what discovery stands on: a libp2p node, that can dial, and sources, that say whom.
async function start(known: readonly string[], topic?: string) {
  const privateKey = await generateKeyPair('Ed25519')
  const port = await openNodeListener()
  const preset = nodeTransports({ port })
  const services = { ...preset.services, dht: kad({ privateAddresses: true, clientMode: false }) }
  const node = await createLibp2p({ ...preset, services, privateKey })
  const sources: DiscoverySource[] = [staticList(known)]
  if (topic !== undefined) sources.push(dht({ dht: node.services.dht, topic, intervalMs: 1_000 }))
  const parts = { self: libp2pSelf(node, privateKey), dialer: libp2pDialer(node), addresses: anyAddress() }
  const discovery = createDiscovery({ ...parts, sources })
  const close = async () => {
    await discovery.close()
    await node.stop()
    await port.close()
  }
  return { node, discovery, close, id: String(node.peerId), addresses: node.getMultiaddrs().map(String) }
}

// Alice and Bob know a peer of the table, which has no interest in whales, and not each other.
const stranger = await start([])
const alice = await start(stranger.addresses, 'whales')
const bob = await start(stranger.addresses, 'whales')
const found = () => alice.discovery.explain().peers.find(({ peerId }) => peerId === bob.id)
await new Promise<void>((resolve) => {
  alice.discovery.onChange(() => {
    if (found()?.sources.includes('dht') && alice.node.getConnections(bob.node.peerId).length > 0) resolve()
  })
})
assert.equal(found()?.state, 'connected')
console.log('Alice and Bob met by a table that neither of them keeps alone.')
await Promise.all([alice, bob, stranger].map((peer) => peer.close()))
