// Discovery by a tracker: a notice board. Peers pin a signed card under a topic, and read the cards of others.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { overHttp, tracker } from '@hydra/discovery/tracker'
import { createPeer } from '@hydra/peer'
import { nodePeer } from '@hydra/peer/node'

const dialPrivate = true // on one machine, every address is a private one
// Every node keeps such a board, at /tracker. This one does nothing else here.
const board = await createPeer(nodePeer({ dialPrivate }))
const ask = overHttp(`${board.link.port.url}/tracker`)
const join = (topic: string) =>
  createPeer(nodePeer({ dialPrivate, sources: () => [tracker({ topic, ask, minIntervalMs: 500 })] }))

const [bob, carol] = await Promise.all([join('whales'), join('stamps')])
const visit = once(bob.link.node, 'peer:connect', { signal: AbortSignal.timeout(8_000) })
const alice = await join('whales')
await visit

// Bob signed his card, so that the board could neither invent him nor send her elsewhere. A topic travels as its hash.
const { peers } = alice.link.discovery.explain()
const card = peers.find(({ peerId }) => peerId === bob.link.node.peerId.toString())
assert(card?.signed)
// Carol looks for other things, and the board told neither of the other.
assert(!peers.some(({ peerId }) => peerId === carol.link.node.peerId.toString()))
console.log(`Alice and Bob met over whales: found by ${card.sources.join(', ')}, signed by Bob.`)
await Promise.all([alice, bob, carol, board].map((peer) => peer.close()))
