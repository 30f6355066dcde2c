import { createKeyPair } from '@hydra/identity'
import { createPeer, type Peer } from '@hydra/peer'
import { browserPeer, type NetworkLink } from '@hydra/peer/browser'
import { connectionKind } from '@hydra/transports'
import { multiaddr } from '@multiformats/multiaddr'
import { app, seen } from './app.ts'

let peer: Peer<NetworkLink>

/** Becomes a peer that knows these addresses and nobody else. */
export async function join(addresses: string[]): Promise<string> {
  peer = await createPeer(browserPeer({ dial: addresses, dialPrivate: true, acceptWeak: true }))
  return peer.link.node.peerId.toString()
}

/** Hosts the app under the key of this secret. */
export async function host(secret: Uint8Array): Promise<string> {
  const { key } = await peer.services.host(app.fetch, { key: await createKeyPair(secret) })
  return key
}

/** Where other tabs reach this one, once a relay has a place for it. */
export async function address(): Promise<string> {
  for (;;) {
    const found = peer.link.node.getMultiaddrs().find((each) => each.toString().includes('/webrtc'))
    if (found) return found.toString()
    await new Promise((resolve) => peer.link.node.addEventListener('self:peer:update', resolve, { once: true }))
  }
}

export async function dial(target: string): Promise<void> {
  await peer.link.node.dial(multiaddr(target))
}

export async function ask(url: string, body: string): Promise<{ status: number; text: string }> {
  const response = await peer.services.fetch(url, { method: 'POST', body })
  return { status: response.status, text: await response.text() }
}

export function look() {
  const connections = peer.link.node.getConnections().map((connection) => ({
    peer: connection.remotePeer.toString(),
    over: connectionKind(connection)?.over,
  }))
  const memory: { usedJSHeapSize?: number } = Reflect.get(performance, 'memory') ?? {}
  return { ...seen, connections, heapBytes: memory.usedJSHeapSize ?? 0 }
}

export const leave = (): Promise<void> => peer.close()
