import { createKeyPair } from '@hydra/identity'
import { describe, expect, it } from 'vitest'
import { ContestedNameError, InvalidServiceUrlError } from './errors.ts'
import { createGateway, type GatewayOptions } from './gateway.ts'

const { publicKey: key } = await createKeyPair()

/** A gateway before a service that is not asked over any network. */
function gatewayTo(answer: (url: string, init: RequestInit) => Response | Promise<Response>, options?: GatewayOptions) {
  const asked: string[] = []
  const fetch = async (input: string | URL | Request, init: RequestInit = {}) => {
    const { href } = new URL(input instanceof Request ? input.url : input)
    asked.push(href)
    return answer(href, init)
  }
  const gateway = createGateway({ fetch }, options)
  return { asked, get: (url: string, headers: HeadersInit = {}) => gateway(withHeaders(url, headers)) }
}

// A browser lets no script set these, and so its requests are known by them.
function withHeaders(url: string, headers: HeadersInit): Request {
  return Object.defineProperty(new Request(url), 'headers', { value: new Headers(headers) })
}

describe('the gateway', () => {
  it('asks for nothing but what the URL says', async () => {
    const { asked, get } = gatewayTo(() => new Response())
    for (const [path, url] of [
      ['/services/name', 'hydra://name/'],
      ['/services/name/a%2Fb?c=%0d%0a', 'hydra://name/a%2Fb?c=%0d%0a'],
      ['/services/user@name/', 'hydra://user%40name/'],
      ['/services/name:80/', 'hydra://name%3A80/'],
      ['/services/a%2F..%2Fb/', 'hydra://a%2F..%2Fb/'],
      ['/services/a%0d%0aHost:b/', 'hydra://a%0D%0AHost%3Ab/'],
    ]) {
      await get(`http://localhost${path}`)
      expect(asked.at(-1), path).toBe(url)
    }
    expect((await get('http://localhost/services/%ff/')).status).toBe(404)
  })

  it('refuses a name that was made to point here', async () => {
    const { asked, get } = gatewayTo(() => new Response(), { hosts: ['node.example'] })
    for (const host of [
      'evil.example',
      'localhost.evil.example',
      'a.b.hydra.localhost',
      'hydra.localhost.evil.example',
    ]) {
      expect((await get(`http://${host}/services/${key}/`)).status, host).toBe(421)
    }
    expect(asked).toEqual([])
    for (const host of ['localhost:4937', '127.0.0.1', '[::1]:80', `${key}.hydra.localhost`, 'node.example']) {
      expect((await get(`http://${host}/services/${key}/`)).status, host).toBe(200)
    }
  })

  it('refuses pages of strangers, and lets people follow links', async () => {
    const { get } = gatewayTo(() => new Response(), { origins: ['https://friend.example'] })
    const url = `http://${key}.hydra.localhost/`
    const status = async (headers: HeadersInit) => (await get(url, headers)).status
    expect(await status({ origin: 'https://evil.example' })).toBe(403)
    expect(await status({ origin: 'null' })).toBe(403)
    expect(
      await status({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }),
    ).toBe(403)
    expect(await status({ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' })).toBe(403)
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect(await status({ ...link, 'sec-fetch-dest': 'iframe' })).toBe(403)
    expect(await status({ ...link, 'sec-fetch-dest': 'document' })).toBe(200)
    expect(await status({ origin: 'https://friend.example', 'sec-fetch-site': 'cross-site' })).toBe(200)
    expect(await status({ origin: new URL(url).origin, 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await status({})).toBe(200)
  })

  it('keeps services that share an origin apart', async () => {
    const headers = new Headers({ 'set-cookie': 'a=1; Domain=hydra.localhost; Path=/', 'clear-site-data': '"*"' })
    const answer = () => Object.defineProperty(new Response('page'), 'headers', { value: headers })
    const byPath = await gatewayTo(answer).get(`http://localhost/services/${key}/`)
    expect(byPath.headers.getSetCookie()).toEqual([])
    expect(byPath.headers.get('content-security-policy')).toMatch(/^sandbox/)
    expect(byPath.headers.has('clear-site-data')).toBe(false)
    const worker = { 'service-worker': 'script' }
    expect((await gatewayTo(answer).get(`http://localhost/services/${key}/w.js`, worker)).status).toBe(403)
  })

  it('lets no cache mix callers up', async () => {
    const answer = () => new Response('', { headers: { 'cache-control': 'public, max-age=60' } })
    const response = await gatewayTo(answer).get(`http://localhost/services/${key}/`)
    expect(response.headers.get('cache-control')).toBe('private, no-store')
  })

  it.each([
    ['/login', 'localhost', `/services/${key}/login`],
    [`http://${key}.hydra.localhost/login?a`, 'localhost', `/services/${key}/login?a`],
    [`hydra://${key}`, 'localhost', `/services/${key}/`],
    ['hydra://other/x', 'localhost', '/services/other/x'],
    ['there', 'localhost', 'there'],
    ['https://example.org/', 'localhost', 'https://example.org/'],
    ['/login', `${key}.hydra.localhost`, '/login'],
    [`http://${key}.hydra.localhost/login`, `${key}.hydra.localhost`, '/login'],
  ])('leads on from %s at %s to %s', async (location, host, expected) => {
    const { get } = gatewayTo(() => new Response(null, { status: 302, headers: { location } }))
    const response = await get(
      `http://${host}/services/${key}/`.replace(host === 'localhost' ? '' : `services/${key}/`, ''),
    )
    expect(response.headers.get('location')).toBe(expected)
  })

  it.each([
    [new InvalidServiceUrlError('hydra://x/', 'it is unknown'), 404],
    [new ContestedNameError('x', key), 409],
    [Object.assign(new Error('too few links'), { name: 'WeaklyHiddenError' }), 503],
  ])('says what is wrong: %s', async (error, status) => {
    const response = await gatewayTo(() => raise(error)).get('http://localhost/services/x/')
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
  })
})

function raise(error: Error): never {
  throw error
}
