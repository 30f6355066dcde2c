import { createKeyPair } from '@hydra/identity'
import { createMemoryNetwork, createRouter, lazyTree, type MemoryPeer } from '@hydra/router'
import { testBlockSource } from '../testing/block-source-suite.ts'
import { hiddenSource, serveHidden } from './hidden-files.ts'

testBlockSource('hidden, through three routers', async (served) => {
  const network = createMemoryNetwork()
  const peers = [network.add(), network.add(), network.add()] as const
  network.connect(peers[0], peers[1])
  network.connect(peers[1], peers[2])
  const route = ({ link }: MemoryPeer) => createRouter({ link, spread: lazyTree({ link }), acceptWeak: true })
  const routers = peers.map(route)
  const [asker, , host] = routers as [ReturnType<typeof route>, ReturnType<typeof route>, ReturnType<typeof route>]
  const serving = await serveHidden(host, { key: await createKeyPair(), blocks: served })
  return {
    source: hiddenSource(asker, { acceptWeak: true }),
    async close() {
      serving.close()
      await Promise.all(routers.map((router) => router.close()))
    },
  }
})
