// Three guests, from TypeScript to somebody's answer: bundled, published, found, read, run with consent, and asked.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createKeyPair } from '@hydra/identity'
import { createMemoryMesh, createPeer, memoryPeer } from '@hydra/peer'
import type { FetchInit } from '@hydra/services'
import { quickJsSandbox } from '@hydra/services/quickjs'
import { createRegistry, memoryBundles, memoryCatalogue, type Permissions } from '@hydra/services/registry'
import { rolldown } from 'rolldown'

const limits = { cpuMsPerCall: 2_000, memoryBytes: 32 * 1024 ** 2, maxConcurrent: 8, maxBodyBytes: 64 * 1024 }
const GUESTS: Record<string, Permissions> = {
  'guest-book': { kvBytes: 256 * 1024, clock: true, randomness: true },
  poll: { kvBytes: 256 * 1024, randomness: true },
  'link-shortener': { kvBytes: 256 * 1024, randomness: true },
}

const mesh = createMemoryMesh()
const [author, host, visitor] = await Promise.all([1, 2, 3].map(() => createPeer(memoryPeer(mesh))))
assert(author && host && visitor)
// In a network, blocks travel by @hydra/files and entries by the ledger of @hydra/hns; here, both are in memory.
const shared = { bundles: memoryBundles(), catalogue: memoryCatalogue(), sandbox: quickJsSandbox() }
const published = createRegistry({ services: author.services, ...shared })
const registry = createRegistry({ services: host.services, ...shared })

// The author bundles and publishes.
for (const [name, permissions] of Object.entries(GUESTS)) {
  const source = await readFile(new URL(`./${name}.ts`, import.meta.url), 'utf8')
  const bundle = { 'guest.js': await bundled(name), [`src/${name}.ts`]: source }
  const about = { title: name, description: '', version: '1.0.0', licence: 'Apache-2.0 OR MIT', entry: 'guest.js' }
  await published.publish({ name, manifest: { ...about, permissions, limits }, bundle }, { key: await createKeyPair() })
}

// Somebody else finds each, reads what it asks for, and runs it.
const urls: Record<string, string> = {}
for await (const { name, manifest } of registry.list()) {
  const { asks, manifest: asked } = await registry.inspect(manifest)
  console.log(`${name}: ${asks.join(' ')}`)
  const service = await registry.run(manifest, { grant: asked.permissions, privacy: 'direct' })
  urls[name] = service.url
}

// A visitor asks them.
const ask = (name: string, path = '', init: FetchInit = {}) =>
  visitor.services.fetch(`${urls[name]}${path}`, { privacy: 'direct', redirect: 'manual', ...init })
const json = async (response: Response): Promise<unknown> => response.json()

const signed = await ask('guest-book', '', {
  method: 'POST',
  body: new URLSearchParams({ name: 'Ada', text: '<b>Hello</b>' }),
})
assert.equal(signed.status, 303)
assert.match(await (await ask('guest-book')).text(), /<b>Ada<\/b> &#60;b&#62;Hello/)

const question = { question: 'Tea?', options: ['yes', 'no'] }
const { id } = (await json(await ask('poll', 'polls', { method: 'POST', body: JSON.stringify(question) }))) as {
  id: string
}
const vote = (option: string, init: FetchInit = {}) =>
  ask('poll', `polls/${id}/votes`, { method: 'POST', body: JSON.stringify({ option }), ...init })
assert.equal((await vote('yes')).status, 401)
const caller = await createKeyPair()
for (const option of ['no', 'yes']) assert.equal((await vote(option, { caller })).status, 200)
assert.deepEqual(await json(await ask('poll', `polls/${id}`)), { question: 'Tea?', votes: { yes: 1, no: 0 } })

const path = await (await ask('link-shortener', '', { method: 'POST', body: 'https://example.org/long' })).text()
assert.equal((await ask('link-shortener', path)).headers.get('location'), 'https://example.org/long')
assert.equal((await ask('link-shortener', '', { method: 'POST', body: 'javascript:alert(1)' })).status, 400)

for (const service of registry.running()) {
  const { usage } = service.status()
  console.log(
    `${service.manifest.title}: ${usage.calls} calls, ${usage.cpuMs.toFixed(1)} ms, ${usage.memoryBytes / 1024 ** 2} MiB`,
  )
}
await registry.close()
await Promise.all([author, host, visitor].map((peer) => peer.close()))

async function bundled(name: string): Promise<string> {
  const build = await rolldown({ input: new URL(`./${name}.ts`, import.meta.url).pathname, platform: 'neutral' })
  const { output } = await build.generate({ format: 'esm' })
  await build.close()
  return output[0].code
}
