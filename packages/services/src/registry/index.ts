/**
 * Services whose source is public: list, search, read, and run them, with nothing but what you grant.
 *
 * ```ts
 * const registry = createRegistry({ services, bundles, catalogue, sandbox: quickJsSandbox() })
 * for await (const { manifest } of registry.search('guest book')) {
 *   const { asks, files } = await registry.inspect(manifest)
 * }
 * const service = await registry.run(cid, { grant: { kvBytes: 65_536 } })
 * ```
 *
 * @packageDocumentation
 */
export type { Bundle } from './bundle.ts'
export { memoryBundles } from './bundles.ts'
export type { Bundles } from './bundles.ts'
export { memoryCatalogue } from './catalogue.ts'
export type { Catalogue, Listing, ListingOptions } from './catalogue.ts'
export { GrantError, InvalidBundleError, InvalidManifestError, QuotaError, UnavailableError } from './errors.ts'
export { indexedDbStores } from './indexeddb-stores.ts'
export type { KvStores } from './kv-stores.ts'
export type { RunStatus } from './keep-running.ts'
export type { Manifest } from './manifest.ts'
export { memoryKv } from './memory-kv.ts'
export type { Permissions } from './permissions.ts'
export { createRegistry } from './registry.ts'
export type { Publication, Registry, RegistryOptions } from './registry.ts'
export type { Inspection, RunningService, RunOptions } from './run-service.ts'
export type { GuestCapabilities, GuestHandler } from '../sandbox/guest-types.ts'
export type { Kv, KvListOptions } from '../sandbox/kv.ts'
export type { Capabilities, Guest, GuestEnd, Limits, Sandbox, Usage } from '../sandbox/sandbox.ts'
