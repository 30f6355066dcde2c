// Discovery by a list: Alice dials whom she was told of, and nobody else.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { staticList } from '@hydra/discovery'
import { createPeer } from '@hydra/peer'
import { nodePeer } from '@hydra/peer/node'

const dialPrivate = true // on one machine, every address is a private one
const bob = await createPeer(nodePeer({ dialPrivate }))
const visit = once(bob.link.node, 'peer:connect', { signal: AbortSignal.timeout(8_000) })

// An address ends with the key that must answer there: whoever else listens is not taken for Bob.
const addresses = bob.link.node.getMultiaddrs().map(String)
console.log(`Bob listens at ${addresses.join(' and ')}`)
const alice = await createPeer(nodePeer({ dialPrivate, sources: () => [staticList(addresses)] }))
await visit

// She can say of every peer who told her, and what became of it.
const [found] = alice.link.discovery.explain().peers
assert.deepEqual(found?.sources, ['static'])
console.log(`Alice found him by "${found.sources.join()}". ${found.why}`)
await Promise.all([alice.close(), bob.close()])
