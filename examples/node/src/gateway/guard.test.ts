import { describe, expect, it } from 'vitest'
import { createGuard, type GuardOptions } from './guard.ts'
import { createRateLimit } from './rate-limit.ts'

const HOME = '127.0.0.1'

function guarded(options: Partial<GuardOptions> = {}) {
  const limit = createRateLimit(1, () => 0)
  const guard = createGuard({ isPublic: false, hosts: [], origins: [], limit, ...options })
  const handler = guard(async () => new Response('inside'))
  return async (url: string, headers: Record<string, string> = {}, remoteAddress = HOME) =>
    (await handler(new Request(url, { headers }), { remoteAddress })).status
}

describe('the guard of a node', () => {
  it('answers its own machine, by any name that cannot be made to point elsewhere', async () => {
    const ask = guarded()
    for (const host of ['127.0.0.1:1', '[::1]:1', 'localhost:1', 'notes.hydra.localhost:1', '192.168.0.2']) {
      expect([host, await ask(`http://${host}/`)]).toEqual([host, 200])
    }
    expect(await ask('http://localhost/', {}, '::ffff:127.0.0.1')).toBe(200)
  })

  it('answers no other machine, unless it is public', async () => {
    for (const address of ['192.168.0.3', '203.0.113.9', '::ffff:10.0.0.1', 'fe80::1']) {
      expect([address, await guarded()('http://localhost/', {}, address)]).toEqual([address, 403])
    }
    expect(await guarded({ isPublic: true })('http://203.0.113.1/', {}, '198.51.100.7')).toBe(200)
  })

  it('answers for no foreign name, which somebody may have made to point here', async () => {
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'hydra.localhost.evil']) {
      expect([host, await guarded()(`http://${host}/`)]).toEqual([host, 421])
    }
    expect(await guarded({ hosts: ['node.example'] })('http://node.example/')).toBe(200)
  })

  it('answers no page of another origin, however it asks, but lets it link here', async () => {
    const ask = guarded({ origins: ['https://friend.example'] })
    const page = 'http://localhost:1/'
    expect(await ask(page, { origin: 'https://evil.example' })).toBe(403)
    expect(await ask(page, { origin: 'null' })).toBe(403)
    expect(await ask(page, { origin: 'http://localhost:2' })).toBe(403)
    expect(await ask(page, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toBe(403)
    expect(
      await ask(page, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }),
    ).toBe(403)
    expect(
      await ask(page, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }),
    ).toBe(200)
    expect(await ask(page, { origin: 'http://localhost:1' })).toBe(200)
    expect(await ask(page, { origin: 'https://friend.example' })).toBe(200)
  })

  it('limits how much an address may ask of a public node, and asks its own machine for patience too', async () => {
    const ask = guarded({ isPublic: true })
    const statuses = async (address: string) =>
      Promise.all(Array.from({ length: 12 }, () => ask('http://203.0.113.1/', {}, address)))
    expect((await statuses('198.51.100.7')).filter((status) => status === 429)).toHaveLength(2)
    expect(await ask('http://203.0.113.1/', {}, '198.51.100.8')).toBe(200)
  })
})
