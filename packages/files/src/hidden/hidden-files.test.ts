import { createMemoryNetwork, createRouter, lazyTree, type MemoryPeer } from '@hydra/router'
import { testBlockSource } from '../testing/block-source-suite.ts'
import { expect, it } from 'vitest'
import { createFiles } from '../create-files.ts'
import { memoryBlocks } from '../memory-blocks.ts'
import { storeSource } from '../store-source.ts'
import { hiddenSource } from './hidden-files.ts'

async function threeRouters() {
  const network = createMemoryNetwork()
  const peers = [network.add(), network.add(), network.add()] as const
  network.connect(peers[0], peers[1])
  network.connect(peers[1], peers[2])
  const route = ({ link }: MemoryPeer) => createRouter({ link, spread: lazyTree({ link }), acceptWeak: true })
  const [asker, middle, host] = [route(peers[0]), route(peers[1]), route(peers[2])]
  const close = async () => void (await Promise.all([asker, middle, host].map((router) => router.close())))
  return { asker, host, close }
}

testBlockSource('hidden, through three routers', async (served, root) => {
  const { asker, host, close } = await threeRouters()
  const serving = hiddenSource(host, { blocks: served })
  await serving.provide?.(root, { signal: new AbortController().signal })
  return {
    source: hiddenSource(asker, { acceptWeak: true }),
    async close() {
      serving.close()
      await close()
    },
  }
})

it('serves what was provided hidden, and nothing else of the same store', async () => {
  const { asker, host, close } = await threeRouters()
  const blocks = memoryBlocks()
  const serving = hiddenSource(host, { blocks })
  const author = await createFiles({ blocks, sources: [serving] })
  const [shown, kept] = [await author.add(Uint8Array.of(1)), await author.add(Uint8Array.of(2))]
  await author.provide(shown, { privacy: 'hidden' })
  const reader = await createFiles({
    blocks: memoryBlocks(),
    sources: [hiddenSource(asker, { acceptWeak: true })],
    privacy: 'hidden',
  })
  expect([...(await reader.get(shown))]).toEqual([1])
  await expect(reader.get(kept, { signal: AbortSignal.timeout(1_500) })).rejects.toThrow()
  await author.withdraw(shown)
  const late = await createFiles({
    blocks: memoryBlocks(),
    sources: [hiddenSource(asker, { acceptWeak: true })],
    privacy: 'hidden',
  })
  await expect(late.get(shown, { signal: AbortSignal.timeout(1_500) })).rejects.toThrow()
  serving.close()
  await close()
})

it('is asked by a reader in the open only when nobody else brought it by then', async () => {
  const { asker, host, close } = await threeRouters()
  const blocks = memoryBlocks()
  const serving = hiddenSource(host, { blocks })
  const author = await createFiles({ blocks, sources: [serving] })
  const cid = await author.add(Uint8Array.of(1))
  await author.provide(cid, { privacy: 'hidden' })
  let asked = 0
  const counting = {
    ...asker,
    ask: (...call: Parameters<typeof asker.ask>) => {
      asked += 1
      return asker.ask(...call)
    },
  }
  const hidden = hiddenSource(counting, { acceptWeak: true })
  const near = await createFiles({ blocks: memoryBlocks(), sources: [storeSource(blocks), hidden] })
  expect([...(await near.get(cid))]).toEqual([1])
  expect(asked).toBe(0)
  const far = await createFiles({ blocks: memoryBlocks(), sources: [hidden] })
  expect([...(await far.get(cid))]).toEqual([1])
  expect(asked).toBe(1)
  serving.close()
  await close()
})
