import { createKeyPair } from '@hydra/identity'
import { afterEach, describe, expect, it } from 'vitest'
import { quickJsSandbox } from '../quickjs/quickjs-sandbox.ts'
import { createServices } from '../services.ts'
import { createLine, type Line } from '../testing/line.ts'
import { memoryBundles } from './bundles.ts'
import { memoryCatalogue } from './catalogue.ts'
import { cidOf } from './cid.ts'
import type { Permissions } from './permissions.ts'
import { createRegistry, type Publication, type Registry } from './registry.ts'

const LIMITS = { cpuMsPerCall: 5_000, memoryBytes: 32 * 1024 * 1024, maxConcurrent: 8, maxBodyBytes: 65_536 }
const COUNTER = `export default { async fetch(request, { kv }) {
  const count = Number(await kv.get('count') ?? 0) + 1
  await kv.set('count', String(count))
  return new Response('VERSION ' + count)
} }`

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function setUp() {
  const line: Line = await createLine(1)
  closing.push(() => line.close())
  const [services, caller] = [createServices({ router: line.host }), createServices({ router: line.asker })]
  const bundles = memoryBundles()
  const registry = createRegistry({ services, bundles, catalogue: memoryCatalogue(), sandbox: quickJsSandbox() })
  closing.push(() => registry.close())
  const ask = async (url: string) => caller.fetch(url, { privacy: 'direct' })
  return { services, bundles, registry, ask, text: async (url: string) => (await ask(url)).text() }
}

function publication(source: string, permissions: Permissions = {}, name = 'counter'): Publication {
  const manifest = {
    title: 'A counter',
    description: 'Counts its visitors.',
    version: '1.0.0',
    licence: 'MIT',
    entry: 'guest.js',
    permissions,
    limits: LIMITS,
  }
  return { name, tags: ['toy'], manifest, bundle: { 'guest.js': source, 'src/guest.ts': '// as it was written' } }
}

async function published(registry: Registry, source: string, permissions: Permissions = {}): Promise<string> {
  return (await registry.publish(publication(source, permissions), { key: await createKeyPair() })).manifest
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

describe('a registry', () => {
  it('lists, finds and shows what was published, down to the source', async () => {
    const { registry } = await setUp()
    const key = await createKeyPair()
    const listing = await registry.publish(publication(COUNTER, { kvBytes: 1_000 }), { key })
    expect(await all(registry.list())).toEqual([listing])
    expect(await all(registry.search('COUNTS toy'))).toEqual([listing])
    expect(await all(registry.search('guest book'))).toEqual([])
    const { manifest, asks, files } = await registry.inspect(listing.manifest)
    expect([manifest.licence, manifest.permissions.kvBytes, asks]).toEqual([
      'MIT',
      1_000,
      ['It keeps up to 1000 bytes here.'],
    ])
    expect([...files]).toEqual([
      ['guest.js', COUNTER],
      ['src/guest.ts', '// as it was written'],
    ])
  })

  it('runs a service for others to ask, and stops it', async () => {
    const { registry, ask, text } = await setUp()
    const cid = await published(registry, COUNTER, { kvBytes: 1_000 })
    const service = await registry.run(cid, { grant: { kvBytes: 1_000 }, privacy: 'direct' })
    expect([await text(service.url), await text(service.url)]).toEqual(['VERSION 1', 'VERSION 2'])
    expect(registry.running()).toEqual([service])
    const { state, usage } = service.status()
    expect([state, usage.calls, usage.memoryBytes > 0]).toEqual(['running', 2, true])
    await service.stop()
    expect([registry.running(), service.status().state, (await ask(service.url)).status]).toEqual([[], 'stopped', 502])
  })

  it('keeps the key and what was stored over an update, which takes consent to what the new one asks', async () => {
    const { registry, text } = await setUp()
    const first = await published(registry, COUNTER, { kvBytes: 1_000 })
    const second = await published(registry, COUNTER.replace('VERSION', 'SECOND'), { kvBytes: 2_000, log: true })
    const service = await registry.run(first, { grant: { kvBytes: 1_000 }, privacy: 'direct' })
    const { url } = service
    expect(await text(url)).toBe('VERSION 1')
    await expect(service.update(first, { grant: { kvBytes: 2_000 } })).rejects.toMatchObject({ name: 'GrantError' })
    await service.update(second, { grant: { kvBytes: 2_000 } })
    expect([service.url, service.cid, await text(url)]).toEqual([url, second, 'SECOND 2'])
    const broken = await published(registry, 'this is no module')
    await expect(service.update(broken, { grant: {} })).rejects.toMatchObject({ name: 'GuestError' })
    expect([service.cid, await text(url)]).toEqual([second, 'SECOND 3'])
  })

  it('grants no more than the manifest asks, and a guest gets no more than was granted', async () => {
    const { registry, ask } = await setUp()
    const cid = await published(
      registry,
      `export default { async fetch(request, { log }) { log('x'); return new Response('logged') } }`,
    )
    await expect(registry.run(cid, { grant: { log: true } })).rejects.toMatchObject({ name: 'GrantError' })
    await expect(registry.run(cid, { grant: { kvBytes: 1 } })).rejects.toMatchObject({ name: 'GrantError' })
    await expect(registry.run(cid, { grant: { fetch: [(await createKeyPair()).publicKey] } })).rejects.toMatchObject({
      name: 'GrantError',
    })
    const errors: unknown[] = []
    const service = await registry.run(cid, { grant: {}, privacy: 'direct', onError: (error) => errors.push(error) })
    expect((await ask(service.url)).status).toBe(500)
    expect(String(errors[0])).toMatch('GuestError')
  })

  it('takes nothing that is not what its CID stands for', async () => {
    const { registry, bundles } = await setUp()
    const cid = await published(registry, COUNTER)
    const { manifest } = await registry.inspect(cid)
    const get: typeof bundles.get = bundles.get.bind(bundles)
    for (const lied of [cid, manifest.source]) {
      bundles.get = async (asked, options) =>
        asked === lied ? new TextEncoder().encode('something else') : get(asked, options)
      await expect(registry.run(cid, { grant: {} }), lied).rejects.toMatchObject({ name: 'UnavailableError' })
    }
    bundles.get = async () => undefined
    await expect(registry.inspect(cid)).rejects.toThrow('nobody who was asked has it')
  })

  it('lets a guest ask the services that were granted, and is led no further', async () => {
    const { registry, services, text } = await setUp()
    const other = await services.host(() => new Response('other'), { privacy: 'direct' })
    const friend = await services.host(
      (request) =>
        new URL(request.url).pathname === '/on'
          ? new Response(null, { status: 302, headers: { location: other.url } })
          : new Response('friend'),
      { privacy: 'direct' },
    )
    const guest = `export default { async fetch(request, { fetch }) {
      const response = await fetch(decodeURIComponent(new URL(request.url).search.slice(1))).catch((error) => new Response(error.message))
      return new Response(response.status + ' ' + await response.text())
    } }`
    const cid = await published(registry, guest, { fetch: [friend.key] })
    const service = await registry.run(cid, { grant: { fetch: [friend.key] }, privacy: 'direct' })
    expect(await text(`${service.url}?${friend.url}`)).toBe('200 friend')
    expect(await text(`${service.url}?${friend.url}on`)).toBe('302 ')
    for (const url of [
      other.url,
      'http://127.0.0.1/',
      'data:text/plain,x',
      `hydra://${friend.key}:80/`,
      `hydra://x@${other.key}/`,
    ]) {
      expect(await text(`${service.url}?${encodeURIComponent(url)}`), url).toMatch('was not granted')
    }
  })

  it('brings files by their CIDs, verified', async () => {
    const { registry, bundles, text } = await setUp()
    const cid = await bundles.put(new TextEncoder().encode('a file'))
    const guest = `export default { async fetch(request, { files }) {
      const bytes = await files.get(new URL(request.url).search.slice(1))
      return new Response(bytes ?? 'nobody has it')
    } }`
    const service = await registry.run(await published(registry, guest, { files: true }), {
      grant: { files: true },
      privacy: 'direct',
    })
    expect(await text(`${service.url}?${cid}`)).toBe('a file')
    expect(await text(`${service.url}?${await cidOf(new Uint8Array(1))}`)).toBe('nobody has it')
  })
})
