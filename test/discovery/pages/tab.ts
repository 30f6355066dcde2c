import { anyAddress, createDiscovery, exchange, mesh, room, serveExchange, staticList } from '@hydra/discovery'
import type { Discovery } from '@hydra/discovery'
import { libp2pCalls, libp2pDialer, libp2pSelf, neighbours } from '@hydra/discovery/libp2p'
import { browserTransports, connectionKind, receive, send } from '@hydra/transports'
import * as rooms from '@hydra/transports/room'
import { webRTC } from '@hydra/transports/webrtc'
import { generateKeyPair } from '@libp2p/crypto/keys'
import type { Connection, Libp2p } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { createLibp2p } from 'libp2p'

const ECHO = '/hydra/test/echo/1.0.0'
let peer: Libp2p
let discovery: Discovery

interface Join {
  /** Rooms to enter. */
  urls?: string[]
  /** Nodes to be reached through. */
  relays?: string[]
  /** Addresses that the user named. */
  known?: string[]
  minPeers?: number
}

/** Starts a peer that looks for others by itself; tells its id. */
export async function join({ urls = [], relays = [], known = [], minPeers = 6 }: Join) {
  const lobby = rooms.room({ urls, secret: 'of the test' })
  const preset = browserTransports({ transports: [webRTC(), lobby], dialPrivate: true })
  const privateKey = await generateKeyPair('Ed25519')
  const listen = ['/webrtc', ...lobby.listen, ...relays.map((relay) => `${relay}/p2p-circuit`)]
  peer = await createLibp2p({ ...preset, privateKey, addresses: { listen } })
  await peer.handle(ECHO, async (stream) => {
    for await (const bytes of receive(stream)) await send(stream, bytes)
    await stream.close()
  })
  const calls = libp2pCalls(peer)
  discovery = createDiscovery({
    self: libp2pSelf(peer, privateKey),
    dialer: libp2pDialer(peer),
    sources: [room(lobby), staticList(known), exchange({ calls, intervalMs: 500 }), neighbours(peer)],
    topology: mesh({ minPeers, targetPeers: minPeers, minOutbound: 0 }),
    addresses: anyAddress(),
    intervalMs: 500,
  })
  await serveExchange({ calls, sample: discovery.sample })
  return peer.peerId.toString()
}

/** Leaves, as a page that is closed does. */
export async function leave() {
  await discovery.close()
  await peer.stop()
}

/** Every address under which others may dial this tab. */
export async function addresses() {
  return peer.getMultiaddrs().map(String)
}

/** Whom this tab is connected to, over which connections. */
export async function connections() {
  return peer.getConnections().map(describe)
}

/** How this tab found a peer. */
export async function foundBy(peerId: string) {
  return discovery.explain().peers.find((each) => each.peerId === peerId)?.sources ?? []
}

/** Waits until this tab is connected to all of these peers, each directly. */
export async function untilDirectTo(peerIds: string[]) {
  const isDirectTo = (id: string) => peer.getConnections(peerIdFromString(id)).some(isDirect)
  while (!peerIds.every(isDirectTo)) {
    await new Promise((resolve) => peer.addEventListener('connection:open', resolve, { once: true }))
  }
}

/** Whether a message comes back from a peer, over the connection that there is. */
export async function echoes(peerId: string) {
  const [connection] = peer.getConnections(peerIdFromString(peerId)).filter(isDirect)
  const stream = await connection?.newStream(ECHO)
  if (stream === undefined) return false
  await send(stream, Uint8Array.of(1, 2, 3))
  const { value } = await receive(stream).next()
  await stream.close()
  return value !== undefined && [...value].join() === '1,2,3'
}

function isDirect(connection: Connection) {
  const { over, relayed } = connectionKind(connection)
  return over === 'webrtc' && !relayed
}

function describe(connection: Connection) {
  return { id: connection.id, peer: connection.remotePeer.toString(), ...connectionKind(connection) }
}
