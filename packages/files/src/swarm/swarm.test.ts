import { describe, expect, it } from 'vitest'
import { createFiles } from '../create-files.ts'
import { memoryBlocks } from '../memory-blocks.ts'
import { storeSource } from '../store-source.ts'
import { testBlockSource } from '../testing/block-source-suite.ts'
import { bytesOf, fingerprint } from '../testing/bytes.ts'
import { createMemoryNetwork } from '../testing/memory-network.ts'
import { createSwarm } from './swarm.ts'

testBlockSource('store', async (served) => ({ source: storeSource(served), close: async () => {} }))

testBlockSource('swarm', async (served) => {
  const network = createMemoryNetwork()
  const server = createSwarm({ blocks: served, network: network.add('server') })
  const source = createSwarm({ blocks: memoryBlocks(), network: network.add('client') })
  return { source, close: () => Promise.all([server.close(), source.close()]).then(() => {}) }
})

/** Peers with a file each, and one that has nothing. */
async function swarmOf(count: number, bytes: Uint8Array, spoil: (index: number, piece: Uint8Array) => Uint8Array) {
  const network = createMemoryNetwork()
  let cid = ''
  const stores = Array.from({ length: count }, () => memoryBlocks())
  const servers = stores.map((blocks, index) => createSwarm({ blocks, network: network.add(`peer ${index}`, {}) }))
  void spoil
  for (const blocks of stores) {
    const author = await createFiles({ blocks })
    cid = await author.add(bytes, { chunkBytes: 10_000 })
    await author.close()
  }
  const blocks = memoryBlocks()
  const swarm = createSwarm({ blocks, network: network.add('reader') })
  return {
    cid,
    stores,
    blocks,
    swarm,
    close: async () => {
      await Promise.all([...servers, swarm].map((each) => each.close()))
    },
  }
}

describe('a swarm', () => {
  it('shares the work between all who have the file', async () => {
    const bytes = bytesOf(3_000_000)
    const { cid, blocks, swarm, close } = await swarmOf(4, bytes, (_, piece) => piece)
    const files = await createFiles({ blocks, sources: [swarm] })
    await files.pin(cid)
    expect(await fingerprint(await files.get(cid, { local: true }))).toBe(await fingerprint(bytes))
    await files.close()
    await close()
  })

  it("gives bytes of the reader's own: what is written to them is not in the store", async () => {
    const bytes = bytesOf(300_000)
    const { cid, blocks, swarm, close } = await swarmOf(1, bytes, (_, piece) => piece)
    const files = await createFiles({ blocks, sources: [swarm] })
    for (const _ of ['from the peer', 'from the store']) for await (const piece of files.stream(cid)) piece.fill(0)
    expect(await files.verify(cid)).toMatchObject({ missing: [], damaged: [] })
    expect(await fingerprint(await files.get(cid, { local: true }))).toBe(await fingerprint(bytes))
    await files.close()
    await close()
  })
})
