import type { PublicKey } from '@hydra/identity'
import type { Clock } from '@hydra/router'
import type { Kv } from '../sandbox/kv.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { Services } from '../services.ts'
import { systemClock } from '../system-clock.ts'
import { type Bundle, decodeBundle, encodeBundle } from './bundle.ts'
import type { Bundles } from './bundles.ts'
import type { Catalogue, Listing, ListingOptions } from './catalogue.ts'
import { verify } from './cid.ts'
import { InvalidManifestError, UnavailableError } from './errors.ts'
import { decodeManifest, encodeManifest, type Manifest } from './manifest.ts'
import { memoryKv } from './memory-kv.ts'
import { sentences } from './permissions.ts'
import { type Inspection, runService, type RunningService, type RunOptions } from './run-service.ts'

export interface RegistryOptions {
  services: Pick<Services, 'host' | 'fetch'>
  bundles: Bundles
  catalogue: Catalogue
  sandbox: Sandbox
  /** Where a service that runs here keeps what it stores. @default in memory, until this registry is dropped */
  openKv?: (service: PublicKey) => Kv | Promise<Kv>
  /** @default the system's */
  clock?: Clock
}

/** What is to be published. */
export interface Publication {
  readonly name: string
  readonly tags?: readonly string[]
  readonly manifest: Omit<Manifest, 'source'>
  readonly bundle: Bundle
}

/** Services whose source is public: find one, read it, run it. */
export interface Registry {
  publish(publication: Publication, options: ListingOptions): Promise<Listing>
  list(options?: { signal?: AbortSignal }): AsyncIterable<Listing>
  search(words: string, options?: { signal?: AbortSignal }): AsyncIterable<Listing>
  inspect(manifest: string, options?: { signal?: AbortSignal }): Promise<Inspection>
  /** Hosts it here, with what is granted. */
  run(manifest: string, options: RunOptions): Promise<RunningService>
  /** What runs here. */
  running(): readonly RunningService[]
  close(): Promise<void>
}

/** Creates a registry over what is listed, what brings sources, and what runs them. */
export function createRegistry(options: RegistryOptions): Registry {
  const { services, bundles, catalogue, sandbox, clock = systemClock } = options
  const stores = new Map<PublicKey, Kv>()
  const open = options.openKv ?? ((service) => stores.get(service) ?? memory(stores, service))
  const running = new Set<RunningService>()

  async function bring(cid: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
    const bytes = await bundles.get(cid, signal ? { signal } : {})
    if (!bytes) throw new UnavailableError(cid, 'nobody who was asked has it')
    await verify(cid, bytes)
    return bytes
  }

  async function inspect(cid: string, { signal }: { signal?: AbortSignal } = {}): Promise<Inspection> {
    const manifest = decodeManifest(await bring(cid, signal))
    const files = decodeBundle(await bring(manifest.source, signal))
    if (!files.has(manifest.entry)) throw new InvalidManifestError(`there is no "${manifest.entry}" among its files`)
    return { manifest, asks: sentences(manifest.permissions), files }
  }

  return {
    async publish({ name, tags = [], manifest, bundle }, listingOptions) {
      const { key, signal } = listingOptions
      const options = signal ? { signal } : {}
      if (!Object.hasOwn(bundle, manifest.entry))
        throw new InvalidManifestError(`there is no "${manifest.entry}" in it`)
      const source = await bundles.put(encodeBundle(bundle), options)
      const cid = await bundles.put(encodeManifest({ ...manifest, source }), options)
      const { title, description } = manifest
      const listing = { name, key: key.publicKey, title, description, tags, manifest: cid }
      await catalogue.add(listing, listingOptions)
      return listing
    },
    list: (options) => catalogue.list(options),
    search: (words, options) => catalogue.list({ words, ...options }),
    inspect,
    async run(cid, options) {
      const service = await runService(cid, options, { services, bundles, sandbox, clock, inspect, open })
      running.add(service)
      const forget = service.onChange(() => {
        if (service.status().state !== 'stopped') return
        running.delete(service)
        forget()
      })
      return service
    },
    running: () => [...running],
    async close() {
      for (const service of running) await service.stop()
    },
  }
}

function memory(stores: Map<PublicKey, Kv>, service: PublicKey): Kv {
  const kv = memoryKv()
  stores.set(service, kv)
  return kv
}
