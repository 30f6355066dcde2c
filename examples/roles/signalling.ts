// Signalling: two tabs that nobody can dial shake hands through a third, and talk directly from then on.
import assert from 'node:assert/strict'
import { browserTransports, connectionKind, nodeTransports, receive, send } from '@hydra/transports'
import { openNodeListener } from '@hydra/transports/node-listener'
import { webRTC } from '@hydra/transports/webrtc'
import type { Connection } from '@libp2p/interface'
import { createLibp2p } from 'libp2p'

// A node that relays: it lends a little of its line to those who have no address of their own.
const port = await openNodeListener()
const node = await createLibp2p(nodeTransports({ port }))
const [meetingPlace] = node.getMultiaddrs()
assert(meetingPlace)

// Bob asks the node for a place, and waits until he has one: /…/p2p-circuit/webrtc is where he can be reached now.
const tab = (listen: string[]) => createLibp2p(browserTransports({ transports: [webRTC()], listen, dialPrivate: true }))
const bob = await tab(['/webrtc', `${meetingPlace.toString()}/p2p-circuit`])
const placed = () => bob.getMultiaddrs().find((address) => address.toString().includes('/p2p-circuit/webrtc'))
while (!placed()) await new Promise((resolve) => bob.addEventListener('self:peer:update', resolve, { once: true }))
await bob.handle('/echo/1.0.0', async (stream) => {
  for await (const piece of receive(stream)) await send(stream, piece)
  await stream.close()
})

// Alice dials him there. Through the relay each tells the other where it might be reached, and both try all of it.
const alice = await tab(['/webrtc'])
const signal = AbortSignal.timeout(8_000)
async function dial(): Promise<Connection> {
  signal.throwIfAborted()
  return alice.dial(placed() ?? [], { signal }).catch(dial) // it may fail, as calls do: then one calls again
}
const connection = await dial()
assert.deepEqual([connectionKind(connection).over, connectionKind(connection).relayed], ['webrtc', false])

// The node was needed for the handshake only. It leaves, and they do not notice.
await node.stop()
await port.close()
const stream = await connection.newStream('/echo/1.0.0')
await send(stream, new TextEncoder().encode('Still there?'))
await stream.close()
const heard: Uint8Array[] = []
for await (const piece of receive(stream)) heard.push(piece)
assert.equal(Buffer.concat(heard).toString(), 'Still there?')
console.log('Alice and Bob talk over WebRTC, and whoever introduced them is gone.')
await Promise.all([alice.stop(), bob.stop()])
process.exit() // the library that gives WebRTC to Node may keep a process that has closed everything
