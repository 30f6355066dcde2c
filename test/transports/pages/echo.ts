import { browserTransports, connectionKind, receive, send } from '@hydra/transports'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'

const ECHO = '/hydra/test/echo/1.0.0'
const peer = await createLibp2p(browserTransports({ dialPrivate: true, limits: { maxConnections: 8 } }))

/** Sends bytes to a peer and tells what came back, how fast, and over what. */
export async function echo(address: string, bytes: number) {
  const connection = await peer.dial(multiaddr(address))
  const stream = await connection.newStream(ECHO)
  const piece = crypto.getRandomValues(new Uint8Array(Math.min(65_536, bytes)))
  const started = performance.now()
  let received = 0
  let wrong = 0
  const reading = (async () => {
    for await (const bytes of receive(stream)) {
      for (const byte of bytes) if (byte !== piece[received++ % piece.length]) wrong++
    }
  })()
  for (let sent = 0; sent < bytes; sent += piece.length) await send(stream, piece)
  await stream.close()
  await reading
  return { received, wrong, ms: performance.now() - started, over: connectionKind(connection).over }
}
