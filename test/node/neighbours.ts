import { createPeer } from '@hydra/peer'
import { nodePeer } from '@hydra/peer/node'
import { multiaddr } from '@multiformats/multiaddr'

// A process of its own, so that what it takes is not taken for the node's. Says each second how much went over its
// connections with the node so far.
const [address = '', count = '20'] = process.argv.slice(2)
for (let n = 0; n < Number(count); n++) {
  const peer = await createPeer(nodePeer({ acceptWeak: true }))
  await peer.link.node.dial(multiaddr(address))
}

interface Carried {
  readonly remotePort: number
  readonly bytesRead: number
  readonly bytesWritten: number
}

const port = Number(/\/tcp\/(\d+)/.exec(address)?.[1])
const inside = process as unknown as { _getActiveHandles(): object[] }
setInterval(() => {
  const sockets = inside
    ._getActiveHandles()
    .filter((each): each is Carried => 'remotePort' in each && each.remotePort === port)
  const bytes = sockets.reduce((sum, { bytesRead, bytesWritten }) => sum + bytesRead + bytesWritten, 0)
  console.log(JSON.stringify({ connections: sockets.length, bytes }))
}, 1_000)
