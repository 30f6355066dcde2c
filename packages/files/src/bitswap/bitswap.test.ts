import { systemClock } from '../clock.ts'
import { memoryBlocks } from '../memory-blocks.ts'
import { createUploads } from '../swarm/uploads.ts'
import { testBlockSource } from '../testing/block-source-suite.ts'
import { createMemoryNetwork } from '../testing/memory-network.ts'
import { createBitswap } from './bitswap.ts'

testBlockSource('bitswap', async (served) => {
  const network = createMemoryNetwork()
  const closing = new AbortController()
  const uploads = createUploads(systemClock, { slots: 8, bytesPerSecond: undefined })
  const about = { uploads, signal: closing.signal }
  createBitswap({ ...about, blocks: served, network: network.add('server') })
  const source = createBitswap({ ...about, blocks: memoryBlocks(), network: network.add('client') })
  return { source, close: async () => closing.abort() }
})
