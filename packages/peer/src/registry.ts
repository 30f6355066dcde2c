/**
 * Services whose source is public, for a peer: listed in the ledger, brought as files, run in a sandbox.
 *
 * ```ts
 * const registry = peerRegistry(peer)
 * for await (const { manifest } of registry.search('guest book')) {
 *   const { asks } = await registry.inspect(manifest)
 * }
 * ```
 *
 * @packageDocumentation
 */
import { quickJsSandbox } from '@hydra/services/quickjs'
import { createRegistry, type KvStores, type Registry } from '@hydra/services/registry'
import type { Peer } from './parts.ts'
import { fileBundles, ledgerCatalogue } from './registry-seams.ts'

export interface PeerRegistryOptions {
  /**
   * Where services that run here keep what they store: `sqliteStores(path)` of `@hydra/services/node`,
   * `indexedDbStores()` of `@hydra/services/registry`. Whoever opened it closes it. @default in memory
   */
  stores?: KvStores
}

/** Creates a registry over a peer's ledger, files and services. Close it before the peer. */
export function peerRegistry(
  { services, files, names }: Pick<Peer, 'services' | 'files' | 'names'>,
  { stores }: PeerRegistryOptions = {},
): Registry {
  return createRegistry({
    services,
    bundles: fileBundles(files),
    catalogue: ledgerCatalogue(names),
    sandbox: quickJsSandbox(),
    ...(stores && { openKv: (service) => stores.open(service) }),
  })
}
