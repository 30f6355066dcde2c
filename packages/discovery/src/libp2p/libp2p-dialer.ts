import { type Connection, KEEP_ALIVE, type Libp2p } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import type { Dialer, OpenConnection } from '../dialer.ts'

type Node = Pick<
  Libp2p,
  'dial' | 'hangUp' | 'getConnections' | 'addEventListener' | 'removeEventListener' | 'peerStore'
>

/** Dials by a libp2p node, with whatever transports it has. */
export function libp2pDialer(node: Node): Dialer {
  return {
    async dial(peerId, addresses, { signal }) {
      await node.dial(
        addresses.map((address) => multiaddr(`${address}/p2p/${peerId}`)),
        { signal },
      )
    },
    async hangUp(peerId) {
      const id = peerIdFromString(peerId)
      if (await isKept(node, peerId)) return
      await node.hangUp(id)
    },
    connections: () => node.getConnections().filter(isOpen).map(toOpenConnection),
    onChange(listener) {
      // One event per connection, not per peer: an upgrade from relayed to direct changes the picture too.
      node.addEventListener('connection:open', listener)
      node.addEventListener('connection:close', listener)
      return () => {
        node.removeEventListener('connection:open', listener)
        node.removeEventListener('connection:close', listener)
      }
    },
  }
}

// Whoever tags a peer so, needs it: a relay keeps a place for us there.
async function isKept(node: Node, peerId: string): Promise<boolean> {
  const id = peerIdFromString(peerId)
  if (!(await node.peerStore.has(id))) return false
  const { tags } = await node.peerStore.get(id)
  return [...tags.keys()].some((tag) => tag.startsWith(KEEP_ALIVE))
}

function isOpen({ status }: Connection): boolean {
  return status === 'open'
}

function toOpenConnection({ remotePeer, remoteAddr, direction, timeline }: Connection): OpenConnection {
  const outbound = direction === 'outbound'
  return { peerId: remotePeer.toString(), address: remoteAddr.toString(), outbound, sinceMs: timeline.open }
}
