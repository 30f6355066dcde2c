import { createFiles, memoryBlocks } from '@hydra/files'
import { createNames, doubleSha256, recordsOf } from '@hydra/hns'
import { createKeyPair } from '@hydra/identity'
import { createMemoryMesh, createPeer, memoryPeer } from '@hydra/peer'
import { createRecordSet, memoryStore } from '@hydra/records'
import { quickJsSandbox } from '@hydra/services/quickjs'
import { createRegistry } from '@hydra/services/registry'
import { afterEach, expect, it } from 'vitest'
import { fileBundles, ledgerCatalogue } from './registry-seams.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const LIMITS = { cpuMsPerCall: 5_000, memoryBytes: 32 * 1024 ** 2, maxConcurrent: 4, maxBodyBytes: 65_536 }
const GUEST = `export default { fetch: (request) => new Response('Hello from ' + new URL(request.url).pathname) }`

it('a service is published in the ledger, found there, fetched as files, and runs', async () => {
  // The puzzle of the ledger takes seconds; what it carries is the same.
  const rules = { kind: 'names', version: 1, puzzle: doubleSha256, floor: () => 16 }
  const records = await createRecordSet({ ...recordsOf(rules), store: memoryStore() })
  const names = await createNames({ records, rules })
  const files = await createFiles({ blocks: memoryBlocks() })
  const mesh = createMemoryMesh()
  const [host, visitor] = [await createPeer(memoryPeer(mesh)), await createPeer(memoryPeer(mesh))]
  closing.push(
    () => records.close(),
    () => names.close(),
    () => host.close(),
    () => visitor.close(),
  )

  const registry = createRegistry({
    services: host.services,
    bundles: fileBundles(files),
    catalogue: ledgerCatalogue(names),
    sandbox: quickJsSandbox(),
  })
  closing.push(() => registry.close())
  const about = { title: 'A greeting', description: 'Says hello.', version: '1.0.0', licence: 'MIT', entry: 'guest.js' }
  const publication = {
    name: 'greeting',
    tags: ['toy'],
    manifest: { ...about, permissions: {}, limits: LIMITS },
    bundle: { 'guest.js': GUEST },
  }
  const listing = await registry.publish(publication, { key: await createKeyPair() })
  await names.claim('something-else', await createKeyPair(), { title: 'No service' })

  const found = []
  for await (const each of registry.list()) found.push(each)
  for await (const each of registry.search('greet')) found.push(each)
  expect(found).toEqual([listing, listing])
  expect((await registry.inspect(listing.manifest)).files.get('guest.js')).toBe(GUEST)
  const { url } = await registry.run(listing.manifest, { grant: {}, privacy: 'direct' })
  expect(await (await visitor.services.fetch(`${url}there`, { privacy: 'direct' })).text()).toBe('Hello from /there')
})
