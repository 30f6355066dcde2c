import { indexedDbSlot } from '@hydra/identity'
import { createPeer, type Peer } from '@hydra/peer'
import { browserPeer, type NetworkLink } from '@hydra/peer/browser'
import { keptKey } from '@hydra/services'
import { quickJsSandbox } from '@hydra/services/quickjs'
import {
  createRegistry,
  indexedDbStores,
  memoryBundles,
  memoryCatalogue,
  type RunningService,
} from '@hydra/services/registry'

const GUEST = `export default { async fetch(request, { kv }) {
  if (request.url.endsWith('/loop')) for (;;);
  const count = Number((await kv.get('count')) ?? 0) + 1
  await kv.set('count', String(count))
  return Response.json({ count, caught: typeof window + typeof process + typeof document })
} }`

let peer: Peer<NetworkLink>
let service: RunningService

/** Runs a guest in this tab, for others to ask. */
export async function run(dial: string[]): Promise<string> {
  peer = await createPeer(browserPeer({ dial, dialPrivate: true, acceptWeak: true }))
  const registry = createRegistry({
    services: peer.services,
    bundles: memoryBundles(),
    catalogue: memoryCatalogue(),
    sandbox: quickJsSandbox(),
    openKv: (key) => indexedDbStores().open(key),
  })
  const permissions = { kvBytes: 10_000 }
  const limits = { cpuMsPerCall: 1_000, memoryBytes: 16 * 1024 ** 2, maxConcurrent: 4, maxBodyBytes: 10_000 }
  const about = {
    title: 'Counter',
    description: '',
    version: '1',
    licence: 'MIT',
    entry: 'guest.js',
    permissions,
    limits,
  }
  const key = await keptKey(indexedDbSlot('guest'))
  const publication = { name: 'counter', manifest: about, bundle: { 'guest.js': GUEST } }
  const { manifest } = await registry.publish(publication, { key })
  service = await registry.run(manifest, { grant: permissions, key, privacy: 'direct' })
  return service.url
}

/** How the guest fares. */
export async function look(): Promise<{ state: string; lastEnd: string | undefined; restarts: number }> {
  const { state, lastEnd, restarts } = service.status()
  return { state, lastEnd, restarts }
}
