// Discovery by exchange: "whom do you know?", asked of a neighbour. Whoever knows one peer soon knows others.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createPeer } from '@hydra/peer'
import { nodePeer } from '@hydra/peer/node'

const dialPrivate = true // on one machine, every address is a private one
const hub = await createPeer(nodePeer({ dialPrivate }))
const dial = hub.link.node.getMultiaddrs().map(String)
const hubId = hub.link.node.peerId.toString()

// Each of them knows the hub and nobody else. Exchange is always on: presets bring it.
const [alice, bob] = [
  await createPeer(nodePeer({ dialPrivate, dial })),
  await createPeer(nodePeer({ dialPrivate, dial })),
]
const neighbours = () => alice.link.node.getPeers().map(String)
const bobId = bob.link.node.peerId.toString()
const signal = AbortSignal.timeout(8_000)
while (!neighbours().includes(bobId)) await once(alice.link.node, 'peer:connect', { signal })

const found = bob.link.discovery.explain().peers.find(({ peerId }) => peerId === alice.link.node.peerId.toString())
assert(found?.sources.includes('exchange'))
// What the hub handed on was signed by Alice. It cannot make up peers, only keep quiet about some.
assert(found?.signed)

// The hub goes; the two stay connected, and would introduce the next.
await hub.close()
while (neighbours().includes(hubId)) await once(alice.link.node, 'peer:disconnect', { signal })
assert.deepEqual(neighbours(), [bobId])
console.log('Bob heard of Alice from the hub, and they outlive it.')
await Promise.all([alice.close(), bob.close()])
