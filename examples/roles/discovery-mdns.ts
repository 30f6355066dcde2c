// Discovery by multicast DNS: "is anybody here?", said to everyone on the local network. No server, no internet.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mdns } from '@hydra/discovery/mdns'
import { createPeer } from '@hydra/peer'
import { nodePeer } from '@hydra/peer/node'

// On the loopback interface and a port of its own, to stay on this machine: `mdns()` alone takes the network's.
const here = { interface: '127.0.0.1', port: 5398, serviceTag: '_handbook._udp.local', intervalMs: 1_000 }
const start = () => createPeer(nodePeer({ dialPrivate: true, sources: () => [mdns(here)] }))

const bob = await start()
const visit = once(bob.link.node, 'peer:connect', { signal: AbortSignal.timeout(8_000) })
const alice = await start()
await visit

// Both ask and both answer: who found whom is chance, and each refuses what nobody could dial.
const found = [alice, bob].flatMap(({ link }) => link.discovery.explain().peers)
assert(found.some(({ sources }) => sources.includes('mdns')))
for (const { peerId, sources } of found) console.log(`${peerId} was found by ${sources.join(', ')}`)
await Promise.all([alice.close(), bob.close()])
