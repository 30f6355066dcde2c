import type { Connection } from '@libp2p/interface'
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

/** Closes the connection as a peer that is done. */
export async function hangUp(address: string) {
  await (await peer.dial(multiaddr(address))).close()
}

let held: Connection | undefined

/** Opens a stream, sees that it works, and leaves it open. */
export async function hold(address: string) {
  held = await peer.dial(multiaddr(address))
  const stream = await held.newStream(ECHO)
  await send(stream, Uint8Array.of(1))
  await receive(stream).next()
}

/** Resolves when the connection that is held is gone; tells how many streams were left open. */
export async function untilClosed() {
  if (held?.status === 'open') await new Promise((resolve) => held?.addEventListener('close', resolve))
  return { status: held?.status, streams: held?.streams.length }
}
