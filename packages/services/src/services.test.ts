import { createKeyPair } from '@hydra/identity'
import { createMemoryNetwork, createRouter, lazyTree } from '@hydra/router'
import { afterEach, describe, expect, it } from 'vitest'
import { createGateway } from './gateway.ts'
import type { FetchHandler } from './handler.ts'
import { createServices, type HostOptions, type ServicesOptions } from './services.ts'
import { createLine, type Line } from './testing/line.ts'

const key = await createKeyPair()

const lines: Line[] = []
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close()
})

/** A service, and a caller next to it. */
async function hosting(
  handler: FetchHandler,
  options: Partial<HostOptions> = {},
  asker: Partial<ServicesOptions> = {},
) {
  const line = await createLine(1)
  lines.push(line)
  const host = createServices({ router: line.host })
  const { url } = await host.host(handler, { key, ...options })
  const services = createServices({ router: line.asker, ...asker })
  const fetch: typeof services.fetch = (...request) => services.fetch(...request)
  return { host, services, url, fetch }
}

describe('a hosted service', () => {
  it('answers with status, headers and body', async () => {
    const { fetch, url } = await hosting(() => new Response('brewing', { status: 418, headers: { 'x-pot': 'tea' } }))
    const response = await fetch(url)
    expect([response.status, response.headers.get('x-pot'), await response.text()]).toEqual([418, 'tea', 'brewing'])
  })

  it('sees method, path, query, headers and body as they were sent', async () => {
    const { fetch, url } = await hosting(async (request) => {
      const { pathname, search } = new URL(request.url)
      return Response.json([request.method, pathname, search, request.headers.get('x-a'), await request.text()])
    })
    const response = await fetch(`${url}a%20b?c=d&e`, { method: 'PUT', headers: { 'x-a': '1' }, body: 'héllo' })
    expect(await response.json()).toEqual(['PUT', '/a%20b', '?c=d&e', '1', 'héllo'])
  })

  it('streams both ways, piece by piece', async () => {
    const { fetch, url } = await hosting((request) => new Response(request.body))
    const upload = new TransformStream<Uint8Array, Uint8Array>()
    const writer = upload.writable.getWriter()
    const response = await fetch(url, { method: 'POST', body: upload.readable })
    const reader = response.body?.getReader()
    for (const piece of ['one', 'two']) {
      void writer.write(new TextEncoder().encode(piece))
      expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(piece)
    }
    await writer.close()
    expect((await reader?.read())?.done).toBe(true)
  })

  it('sees the caller give up', async () => {
    let seen: AbortSignal | undefined
    const { fetch, url } = await hosting((request) => {
      seen = request.signal
      return new Response(new ReadableStream())
    })
    const caller = new AbortController()
    const response = await fetch(url, { signal: caller.signal })
    const reading = response.text()
    caller.abort()
    await expect(reading).rejects.toThrow()
    expect(seen?.aborted).toBe(true)
  })

  it('learns nothing of the caller from its headers', async () => {
    const { fetch, url } = await hosting((request) => Response.json([...request.headers.keys()]))
    const headers = {
      'user-agent': 'x',
      'accept-language': 'y',
      referer: 'http://z/',
      'x-forwarded-for': '1.2.3.4',
      accept: '*/*',
    }
    const names: string[] = await (await fetch(url, { headers })).json()
    expect(names).toEqual(['accept'])
  })

  it('tells callers in problem+json what went wrong', async () => {
    const { fetch, url } = await hosting(() => {
      throw new Error('the secret is 42')
    })
    const response = await fetch(url)
    expect(response.status).toBe(500)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.text()).not.toContain('42')
  })

  it('refuses a body over its limit with 413, and callers over its limit with 429', async () => {
    const { fetch, url } = await hosting(async (request) => new Response(await request.text()), { maxBodyBytes: 10 })
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(11) })).status).toBe(413)
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(10) })).status).toBe(200)
    const slow = await hosting(() => new Response(new ReadableStream()), { maxConcurrent: 1 })
    const first = await slow.fetch(slow.url)
    expect((await slow.fetch(slow.url)).status).toBe(429)
    await first.body?.cancel()
    const third = await slow.fetch(slow.url)
    expect(third.status).toBe(200)
  })

  it('follows redirects within the service, and hands them over where the caller wants them', async () => {
    const { fetch, url } = await hosting(({ url: asked }) =>
      asked.endsWith('/old') ? new Response(null, { status: 302, headers: { location: '/new' } }) : new Response(asked),
    )
    expect(await (await fetch(`${url}old`)).text()).toMatch(/\/new$/)
    expect((await fetch(`${url}old`, { redirect: 'manual' })).status).toBe(302)
  })

  it('is gone once closed: callers get 502', async () => {
    const { host, services, url } = await hosting(() => new Response('here'))
    await host.close()
    const response = await services.fetch(url)
    expect([response.status, (await response.json()).title]).toEqual([502, 'Nobody home'])
  })
})

describe('fetch', () => {
  it.each(['https://example.com/', 'hydra://nobody/', 'hydra://'])(
    'says how to write a URL where %s leads nowhere',
    async (url) => {
      const { fetch } = await hosting(() => new Response())
      await expect(fetch(url)).rejects.toThrow()
    },
  )
})

describe('the gateway', () => {
  it('passes plain HTTP on to a service, by path and by host', async () => {
    const { services } = await hosting((request) => new Response(`${request.method} ${new URL(request.url).pathname}`))
    const gateway = createGateway(services)
    const byPath = await gateway(
      new Request(`http://localhost/services/${key.publicKey}/a/b`, { method: 'POST', body: 'x' }),
    )
    expect(await byPath.text()).toBe('POST /a/b')
    const byHost = await gateway(new Request(`http://${key.publicKey}.hydra.localhost:4000/c`))
    expect(await byHost.text()).toBe('GET /c')
    expect(byHost.headers.get('cache-control')).toBe('private, no-store')
  })

  it('answers 404 to what is no service', async () => {
    const { services } = await hosting(() => new Response())
    for (const path of ['/', '/services/', '/services/nobody/']) {
      expect((await createGateway(services)(new Request(`http://localhost${path}`))).status, path).toBe(404)
    }
  })
})

describe('the package', () => {
  it('exports what it always did', async () => {
    const names = [
      'BodyTooLargeError',
      'ContestedNameError',
      'InvalidServiceUrlError',
      'MalformedMessageError',
      'createServices',
      'keptKey',
      'memoryNames',
    ]
    expect(Object.keys(await import('./index.ts')).sort()).toEqual(names)
  })
})

describe('a service of one’s own', () => {
  it('answers without any network where it is hosted directly, and hears when its caller leaves', async () => {
    const { router, services } = alone()
    const heard = Promise.withResolvers<string>()
    const hosting = await services.host(
      (request, { signal, caller }) => {
        if (request.method === 'POST') return new Response(request.body, { headers: { 'x-caller': caller ?? 'none' } })
        signal.addEventListener('abort', () => heard.resolve('left'))
        return new Promise(() => {})
      },
      { privacy: 'direct' },
    )
    const { url } = hosting
    const caller = await createKeyPair()
    const response = await services.fetch(url, { method: 'POST', body: 'to myself', caller })
    expect([response.headers.get('x-caller'), await response.text()]).toEqual([caller.publicKey, 'to myself'])
    const leaving = new AbortController()
    const asking = services.fetch(url, { signal: leaving.signal })
    leaving.abort(new Error('enough'))
    await expect(asking).rejects.toThrow('enough')
    await hosting.close()
    expect((await services.fetch(url, { privacy: 'direct' })).status).toBe(502)
    await router.close()
  })

  it('is asked by the network where it is hidden: an answer at once would tell where it is', async () => {
    const { router, services } = alone()
    const { url } = await services.host(() => new Response('here'))
    expect((await services.fetch(url, { privacy: 'direct' })).status).toBe(502)
    await router.close()
  })
})

function alone() {
  const { link } = createMemoryNetwork().add()
  const router = createRouter({ link, spread: lazyTree({ link }), acceptWeak: true, ticketBits: 4 })
  return { router, services: createServices({ router }) }
}
