import type { Peer } from '@hydra/peer'
import { peerRegistry } from '@hydra/peer/registry'
import { quickJsSandbox } from '@hydra/services/quickjs'
import {
  createRegistry,
  indexedDbStores,
  memoryBundles,
  memoryCatalogue,
  type Registry,
} from '@hydra/services/registry'

/** Loaded when something is first run: the sandbox is as large as the rest of the page. */
export interface Sandboxes {
  /** What is written in this tab: nobody else hears of its source. */
  readonly own: Registry
  /** What anybody published. */
  readonly shared: Registry
}

export function openSandboxes(peer: Peer): Sandboxes {
  const stores = indexedDbStores()
  const own = createRegistry({
    services: peer.services,
    bundles: memoryBundles(),
    catalogue: memoryCatalogue(),
    sandbox: quickJsSandbox(),
    openKv: (service) => stores.open(service),
  })
  return { own, shared: peerRegistry(peer, { stores }) }
}
