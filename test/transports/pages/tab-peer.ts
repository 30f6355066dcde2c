import { browserTransports, connectionKind, receive, send } from '@hydra/transports'
import { room, type RoomFactory } from '@hydra/transports/room'
import { webRTC } from '@hydra/transports/webrtc'
import type { Libp2p } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'

const ECHO = '/hydra/test/echo/1.0.0'
let peer: Libp2p
let rooms: RoomFactory

/** Starts the tab's peer; tells its id. */
export async function start({ urls = [], relays = [] }: { urls?: string[]; relays?: string[] }) {
  rooms = room({ urls, secret: 'of the test' })
  const preset = browserTransports({ transports: [webRTC(), rooms], dialPrivate: true })
  const listen = ['/webrtc', ...rooms.listen, ...relays.map((relay) => `${relay}/p2p-circuit`)]
  peer = await createLibp2p({ ...preset, addresses: { listen } })
  await peer.handle(ECHO, async (stream) => {
    for await (const bytes of receive(stream)) await send(stream, bytes)
    await stream.close()
  })
  return peer.peerId.toString()
}

/** Every address under which others may dial this tab. */
export async function addresses() {
  return peer.getMultiaddrs().map(String)
}

/** Waits until somebody is in one of the rooms, and tells an address that leads there. */
export async function someoneInRoom(peerId: string) {
  const find = () => rooms.peers().find((each) => each.peerId === peerId)?.addresses[0]
  while (find() === undefined) {
    await new Promise<void>((resolve) => {
      const stop = rooms.onChange(() => {
        stop()
        resolve()
      })
    })
  }
  return find() ?? ''
}

/** Dials; tells over what, and how long it took. */
export async function dial(address: string) {
  const started = performance.now()
  const connection = await peer.dial(multiaddr(address))
  return { ...connectionKind(connection), ms: performance.now() - started }
}

/** Echoes over whatever connection to the peer is open now. */
export async function echo(peerId: string, bytes: number) {
  const stream = await peer.dialProtocol(peerIdFromString(peerId), ECHO)
  const piece = crypto.getRandomValues(new Uint8Array(Math.min(16_384, bytes)))
  const started = performance.now()
  let received = 0
  let wrong = 0
  const reading = (async () => {
    for await (const each of receive(stream)) {
      for (const byte of each) if (byte !== piece[received++ % piece.length]) wrong++
    }
  })()
  for (let sent = 0; sent < bytes; sent += piece.length) await send(stream, piece)
  await stream.close()
  await reading
  return { received, wrong, ms: performance.now() - started }
}

/** How this tab is connected to a peer now. */
export async function kinds(peerId: string) {
  return peer.getConnections(peerIdFromString(peerId)).map((connection) => connectionKind(connection).over)
}
