import { createFiles, type Files, hiddenSource } from '@hydra/files'
import { type Holders, libp2pHolders, libp2pSwarm } from '@hydra/files/libp2p'
import type { Router } from '@hydra/router'
import { IDBBlockstore } from 'blockstore-idb'
import { IDBDatastore } from 'datastore-idb'
import type { NetworkLink } from '@hydra/peer/browser'

interface Below {
  readonly link: NetworkLink
  readonly router: Router
}

export interface OwnFiles {
  readonly files: Files
  readonly holders: Holders
}

/** Files as `browserPeer` makes them, but with a hand on who holds what: the app shows how many do. */
export async function openFiles(name: string, { link: { node }, router }: Below): Promise<OwnFiles> {
  const { blocks, state } = await openBlocks(name)
  const holders = await libp2pHolders(node)
  const swarm = await libp2pSwarm(node, { blocks, routing: holders })
  const hidden = hiddenSource(router, { blocks })
  const files = await createFiles({ blocks, state, sources: [swarm, hidden] })
  const close = async (): Promise<void> => {
    await files.close()
    for (const source of [swarm, holders, hidden]) await source.close()
  }
  return { files: { ...files, close }, holders }
}

/** Where pictures are kept, and which of them for good. */
export async function openBlocks(name: string): Promise<{ blocks: IDBBlockstore; state: IDBDatastore }> {
  const [blocks, state] = [new IDBBlockstore(`${name} blocks`), new IDBDatastore(`${name} pins`)]
  await Promise.all([blocks.open(), state.open()])
  return { blocks, state }
}
