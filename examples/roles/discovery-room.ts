// Discovery by a room: any WebSocket server that repeats each message to everyone else shows who is there.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { room as inRoom } from '@hydra/discovery'
import { createPeer } from '@hydra/peer'
import { browserPeer } from '@hydra/peer/browser'
import { room } from '@hydra/transports/room'
import { WebSocketServer } from 'ws'

// All that such a server does. It knows nothing of Hydra; examples/room-server is one with limits.
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
server.on('connection', (socket) => {
  socket.on('message', (message) => {
    for (const other of server.clients) if (other !== socket) other.send(message)
  })
})
await once(server, 'listening')

// Two tabs: they can dial, and nobody can dial them. (The preset of tabs runs in Node as well.)
function enter(secret: string) {
  const lobby = room({ urls: [`ws://127.0.0.1:${(server.address() as AddressInfo).port}/lobby`], secret })
  const ways = { transports: [lobby], listen: lobby.listen }
  return createPeer(browserPeer({ ...ways, dialPrivate: true, sources: () => [inRoom(lobby)] }))
}
const [alice, bob, eve] = await Promise.all(['tea', 'tea', 'coffee'].map(enter))
assert(alice && bob && eve)
const bobId = bob.link.node.peerId.toString()
const signal = AbortSignal.timeout(8_000)
while (!alice.link.node.getPeers().map(String).includes(bobId)) await once(alice.link.node, 'peer:connect', { signal })

const found = alice.link.discovery.explain().peers.find(({ peerId }) => peerId === bobId)
assert(found?.sources.includes('room'))
// Eve sits in the same room. Without the secret she, like the server, sees sockets, sizes and times.
assert.equal(eve.link.node.getPeers().length, 0)
console.log(`Alice found Bob by "${found?.sources.join()}"; Eve found nobody.`)
await Promise.all([alice.close(), bob.close(), eve.close()])
server.close()
