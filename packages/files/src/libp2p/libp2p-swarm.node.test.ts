import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p, type Libp2p } from 'libp2p'
import { memoryBlocks } from '../memory-blocks.ts'
import { testBlockSource } from '../testing/block-source-suite.ts'
import { libp2pSwarm } from './libp2p-swarm.ts'

function createNode(): Promise<Libp2p> {
  const addresses = { listen: ['/ip4/127.0.0.1/tcp/0'] }
  return createLibp2p({
    addresses,
    transports: [tcp()],
    streamMuxers: [yamux()],
    connectionEncrypters: [noise()],
  })
}

testBlockSource('swarm over libp2p', async (served) => {
  const [here, there] = [await createNode(), await createNode()]
  const server = await libp2pSwarm(there, { blocks: served })
  const source = await libp2pSwarm(here, { blocks: memoryBlocks() })
  await here.dial(there.getMultiaddrs())
  return {
    source,
    async close() {
      await Promise.all([server.close(), source.close()])
      await Promise.all([here.stop(), there.stop()])
    },
  }
})
