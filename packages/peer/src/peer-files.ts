import { createFiles, type Files, hiddenSource } from '@hydra/files'
import { libp2pHolders, libp2pSwarm } from '@hydra/files/libp2p'
import type { Router } from '@hydra/router'
import type { Libp2p } from '@libp2p/interface'
import { CID } from 'multiformats/cid'
import type { Home } from './home.ts'

interface Below {
  readonly link: { readonly node: Libp2p }
  readonly router: Router
}

/** Files, and where that can be told, who holds them. */
export interface PeerFiles extends Files {
  /** The ids of other peers that say they hold a file, as they are found. Neighbours are asked, and see for what. */
  holders?(cid: string, options?: { signal?: AbortSignal }): AsyncIterable<string>
}

type Ending = { close(): void | Promise<void> }

/** Files of a peer with connections: from those it knows, from whom they know, and hidden. */
export async function networkFiles(home: Home, { link: { node }, router }: Below): Promise<PeerFiles> {
  const { blocks, ...kept } = await home.blocks()
  const routing = await libp2pHolders(node)
  const swarm = await libp2pSwarm(node, { blocks, routing })
  const hidden = hiddenSource(router, { blocks })
  const files = ended(await createFiles({ blocks, ...kept, sources: [swarm, hidden] }), [swarm, routing, hidden])
  return {
    ...files,
    async *holders(cid, options = {}) {
      const seen = new Set<string>()
      for await (const { id } of routing.findProviders(CID.parse(cid), options)) {
        const holder = id.toString()
        if (!seen.has(holder)) yield holder
        seen.add(holder)
      }
    },
  }
}

/** Files of a peer in memory: hidden is the only way there. */
export async function memoryFiles(home: Home, { router }: Pick<Below, 'router'>): Promise<Files> {
  const { blocks, ...kept } = await home.blocks()
  const hidden = hiddenSource(router, { blocks })
  return ended(await createFiles({ blocks, ...kept, sources: [hidden], privacy: 'hidden' }), [hidden])
}

function ended(files: Files, sources: readonly Ending[]): Files {
  return {
    ...files,
    async close() {
      await files.close()
      for (const source of sources) await source.close()
    },
  }
}
