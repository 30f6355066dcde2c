import { type Connection, KEEP_ALIVE, type Libp2p } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { shuffle, systemRandom } from '../random.ts'
import type { Dialer, OpenConnection } from '../dialer.ts'

type Node = Pick<
  Libp2p,
  'dial' | 'hangUp' | 'getConnections' | 'addEventListener' | 'removeEventListener' | 'peerStore'
>

// One of a few will know it, or one of the next few: a dial that failed is repeated with back-off.
const MAX_INTRODUCERS = 3

/** Dials by a libp2p node, with whatever transports it has; neighbours that relay are asked to introduce. */
export function libp2pDialer(node: Node): Dialer {
  return {
    async dial(peerId, addresses, { signal }) {
      const ways = [...addresses, ...introductions(node, peerId)].map((way) => multiaddr(`${way}/p2p/${peerId}`))
      await node.dial(ways, { signal })
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

// With every node and room gone, two tabs still shake hands through one that both know.
function introductions(node: Node, peerId: string): string[] {
  const neighbours = node.getConnections().filter(({ status, limits, remotePeer }) => {
    return status === 'open' && limits === undefined && remotePeer.toString() !== peerId
  })
  return shuffle(neighbours, systemRandom())
    .slice(0, MAX_INTRODUCERS)
    .map(({ remotePeer }) => `/p2p/${remotePeer.toString()}/p2p-circuit/webrtc`)
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
