// Transports: one stream of bytes, over whatever a device can speak. Bob reaches Alice in three ways.
import assert from 'node:assert/strict'
import { connectionKind, nodeTransports, receive, send } from '@hydra/transports'
import { openNodeListener } from '@hydra/transports/node-listener'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'

// Alice listens: one port for WebSocket, for plain HTTP, and for an ordinary page beside them; and TCP on another.
const port = await openNodeListener({ handler: async () => new Response('an ordinary page') })
const alice = await createLibp2p(nodeTransports({ port, listen: ['/ip4/127.0.0.1/tcp/0'] }))
assert.equal(await (await fetch(port.url)).text(), 'an ordinary page')

// She shouts back what comes in, at the pace of whoever reads it.
await alice.handle('/shout/1.0.0', async (stream) => {
  for await (const piece of receive(stream)) await send(stream, encode(decode(piece).toUpperCase()))
  await stream.close()
})

// An address says how to get there and whom to expect: /ip4/127.0.0.1/tcp/4001/ws/p2p/12D3Koo…
const used: string[] = []
for (const address of alice.getMultiaddrs()) {
  const bob = await createLibp2p(nodeTransports())
  const connection = await bob.dial(address)
  used.push(connectionKind(connection).over)
  // The handshake proved who is there: the last part of the address is her public key. It is encrypted from end to end.
  assert(connection.remotePeer.equals(alice.peerId))

  const stream = await connection.newStream('/shout/1.0.0')
  await send(stream, encode(`hello by ${used.at(-1)}`))
  await stream.close() // this direction; hers is still open
  let heard = ''
  for await (const piece of receive(stream)) heard += decode(piece)
  console.log(`${address.toString()}\n  ${heard}`)
  assert.match(heard, /^HELLO BY /)
  await bob.stop()
}
assert.deepEqual(used.sort(), ['http', 'tcp', 'websocket'])

// Bob is told that Carol is at this address. Alice answers, who is not Carol: there is no connection.
const [bob, carol] = [await createLibp2p(nodeTransports()), await createLibp2p(nodeTransports())]
const [way] = alice.getMultiaddrs()
const wrong = multiaddr(way?.toString().replace(alice.peerId.toString(), carol.peerId.toString()))
await assert.rejects(bob.dial(wrong), { name: 'EncryptionFailedError' })
await Promise.all([alice.stop(), bob.stop(), carol.stop()])
await port.close()

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
