import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p, type Libp2p } from 'libp2p'
import { testLink } from '../testing/link.ts'
import { libp2pLink } from './link.ts'

testLink('libp2p over TCP', async () => {
  const nodes = [await start(), await start()] as const
  const links = [await libp2pLink(nodes[0]), await libp2pLink(nodes[1])] as const
  await nodes[0].dial(nodes[1].getMultiaddrs())
  return {
    links,
    cut: async () => {
      for (const connection of nodes[0].getConnections()) connection.abort(new Error('cut'))
    },
    close: async () => {
      for (const link of links) await link.close()
      for (const node of nodes) await node.stop()
    },
  }
})

function start(): Promise<Libp2p> {
  return createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
  })
}
