import { doubleSha256 } from '@hydra/hns'
import { createKeyPair } from '@hydra/identity'
import { createMemoryMesh, createPeer, memoryPeer } from '@hydra/peer'
import { peerRegistry } from '@hydra/peer/registry'
import { afterEach, expect, it } from 'vitest'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const LIMITS = { cpuMsPerCall: 5_000, memoryBytes: 32 * 1024 ** 2, maxConcurrent: 4, maxBodyBytes: 65_536 }
const GUEST = `export default { fetch: (request) => new Response('Hello from ' + new URL(request.url).pathname) }`

it('a service is published by one peer, found in the ledger by another, read, run there, and called by a third', async () => {
  const mesh = createMemoryMesh()
  // The puzzle of the ledger takes seconds; what it carries is the same.
  const rules = { kind: 'names', version: 1, puzzle: doubleSha256, floor: () => 16 }
  const start = async () => {
    const peer = await createPeer(memoryPeer(mesh, { rules }))
    const registry = peerRegistry(peer)
    closing.push(
      () => peer.close(),
      () => registry.close(),
    )
    return { ...peer, registry }
  }
  const [author, host, visitor] = [await start(), await start(), await start()]
  const about = { title: 'A greeting', description: 'Says hello.', version: '1.0.0', licence: 'MIT', entry: 'guest.js' }
  const publication = {
    name: 'greeting',
    tags: ['toy'],
    manifest: { ...about, permissions: {}, limits: LIMITS },
    bundle: { 'guest.js': GUEST },
  }
  const listing = await author.registry.publish(publication, { key: await createKeyPair() })
  await author.names.claim('something-else', await createKeyPair(), { title: 'No service' })

  await expect.poll(() => host.names.records.size, { timeout: 10_000 }).toBe(2)
  const found = []
  for await (const each of host.registry.list()) found.push(each)
  for await (const each of host.registry.search('greet')) found.push(each)
  expect(found).toEqual([listing, listing])
  expect((await host.registry.inspect(listing.manifest)).files.get('guest.js')).toBe(GUEST)
  const { url } = await host.registry.run(listing.manifest, { grant: {}, privacy: 'direct' })
  expect(await (await visitor.services.fetch(`${url}there`, { privacy: 'direct' })).text()).toBe('Hello from /there')
})
