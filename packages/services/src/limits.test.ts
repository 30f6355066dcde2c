import { createKeyPair, type PublicKey } from '@hydra/identity'
import { afterEach, describe, expect, it } from 'vitest'
import { createCookieJar } from './cookies.ts'
import type { FetchInit } from './fetch.ts'
import type { FetchHandler } from './handler.ts'
import type { Names } from './names.ts'
import { createPlaces } from './places.ts'
import { createServices, type HostOptions } from './services.ts'
import { createLine, type Line } from './testing/line.ts'

const lines: Line[] = []
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close()
})

async function hosting(handler: FetchHandler, options: HostOptions = {}, names?: Names) {
  const line = await createLine(1)
  lines.push(line)
  const { url, key } = await createServices({ router: line.host }).host(handler, { privacy: 'direct', ...options })
  const services = createServices({ router: line.asker, ...(names && { names }) })
  return {
    line,
    key,
    url,
    fetch: (to: string, init: FetchInit = {}) => services.fetch(to, { privacy: 'direct', ...init }),
  }
}

describe('a name', () => {
  const table = new Map<string, Awaited<ReturnType<Names['resolve']>>>()
  const names: Names = { resolve: async (name) => table.get(name) }

  it('leads to what the user calls so, then to a key, then to what the ledger says', async () => {
    const { fetch, key } = await hosting(() => new Response('here'), {}, names)
    const other = (await createKeyPair()).publicKey
    table.set('my bücher', { key, trust: 'petname' })
    table.set('ledger', { key, trust: 'ledger' })
    // Somebody claimed a key as a name: it must not lead away from the key.
    table.set(key, { key: other, trust: 'ledger' })
    for (const host of [encodeURIComponent('my bücher'), 'ledger', key]) {
      expect(await (await fetch(`hydra://${host}/`)).text(), host).toBe('here')
    }
    table.set(other, { key, trust: 'petname' })
    expect(await (await fetch(`hydra://${other}/`)).text()).toBe('here')
  })

  it('that is contested is followed only with consent', async () => {
    const { fetch, key } = await hosting(() => new Response('here'), {}, names)
    table.set('news', { key, trust: 'contested' })
    await expect(fetch('hydra://news/')).rejects.toMatchObject({ name: 'ContestedNameError' })
    expect((await fetch('hydra://news/', { acceptContested: true })).status).toBe(200)
  })
})

describe('cookies', () => {
  it('come back to the service that set them, for the caller it set them for, and only where asked for', async () => {
    const { fetch, url } = await hosting((request, { caller }) => {
      const seen = request.headers.get('cookie') ?? 'none'
      const headers = new Headers({ 'set-cookie': `who=${caller ? 'key' : 'nobody'}; Path=/` })
      return Object.defineProperty(new Response(seen), 'headers', { value: headers })
    })
    const caller = await createKeyPair()
    const ask = async (init: FetchInit = {}) => (await fetch(url, init)).text()
    expect(await ask({ credentials: 'include' })).toBe('none')
    expect(await ask({ credentials: 'include' })).toBe('who=nobody')
    expect(await ask({ credentials: 'include', caller })).toBe('none')
    expect(await ask({ credentials: 'include', caller })).toBe('who=key')
    expect(await ask()).toBe('none')
  })

  it('of the first two calls, made at once, are kept together', async () => {
    const { fetch, url } = await hosting((request) => {
      const { pathname } = new URL(request.url)
      const headers = new Headers(pathname === '/' ? {} : { 'set-cookie': `${pathname.slice(1)}=1; Path=/` })
      const seen = request.headers.get('cookie') ?? 'none'
      return Object.defineProperty(new Response(seen), 'headers', { value: headers })
    })
    await Promise.all(['a', 'b'].map((path) => fetch(url + path, { credentials: 'include' })))
    expect((await (await fetch(url, { credentials: 'include' })).text()).split('; ').toSorted()).toEqual(['a=1', 'b=1'])
  })

  it('are kept by path, until they expire, and never more than a few', () => {
    let now = 0
    const jar = createCookieJar({ now: () => now })
    const party = { service: 'a' as PublicKey, caller: undefined }
    jar.store(party, '/notes/all', [
      'a=1',
      'b=2; Path=/',
      'c=3; Path=/; Max-Age=10',
      'bad name=1',
      `d=${'x'.repeat(5_000)}`,
    ])
    expect(jar.header(party, '/notes/one')).toBe('a=1; b=2; c=3')
    expect(jar.header(party, '/notesx')).toBe('b=2; c=3')
    now = 10_001
    expect(jar.header(party, '/')).toBe('b=2')
    jar.store(party, '/', ['b=; Path=/; Max-Age=0'])
    expect(jar.header(party, '/')).toBeUndefined()
    jar.store(
      party,
      '/',
      Array.from({ length: 200 }, (_, index) => `n${index}=1`),
    )
    expect(jar.header(party, '/')?.split('; ').length).toBe(50)
    for (let index = 0; index < 300; index++) jar.store({ ...party, service: `${index}` as PublicKey }, '/', ['a=1'])
    expect(jar.header(party, '/')).toBeUndefined()
  })
})

describe('a host under load', () => {
  it('lets nobody hold more places than are left', () => {
    const places = createPlaces(8)
    const [a, b] = ['a', 'b'] as PublicKey[]
    const fill = (caller?: PublicKey) => {
      let taken = 0
      while (places.enter(caller)) taken++
      return taken
    }
    expect([fill(), fill(a), fill(b)]).toEqual([4, 2, 1])
  })

  it('serves a caller who signs while others flood it, with a name or without', async () => {
    const release = Promise.withResolvers<void>()
    const { fetch, url } = await hosting(
      async (request) => {
        if (request.url.endsWith('/slow')) await release.promise
        return new Response('served')
      },
      { maxConcurrent: 8 },
    )
    const [flooder, other] = [await createKeyPair(), await createKeyPair()]
    const flood = Array.from({ length: 20 }, (_, index) => fetch(`${url}slow`, index < 10 ? {} : { caller: flooder }))
    const refused = flood.map(whenStatus(429))
    expect((await Promise.any(refused)).headers.get('retry-after')).toBe('1')
    // Four places for those without a name and two for the one with, the rest of the twenty is refused.
    let refusals = 0
    const settled = Promise.withResolvers<void>()
    for (const each of refused)
      void each.then(
        () => ++refusals === 14 && settled.resolve(),
        () => {},
      )
    await settled.promise
    expect(await (await fetch(url, { caller: other })).text()).toBe('served')
    release.resolve()
    expect((await Promise.all(flood)).filter(({ status }) => status === 200).length).toBe(6)
  })

  it('says 504 where its handler is slow, and tells the handler', async () => {
    let seen: unknown
    const { fetch, url } = await hosting(
      (_, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            seen = (signal.reason as Error).name
            resolve(new Response('late'))
          })
        }),
      { answerWithinMs: 50 },
    )
    const response = await fetch(url)
    expect([response.status, (await response.json()).title, seen]).toEqual([504, 'Too slow', 'TimeoutError'])
  })

  it('tells whoever runs it what a handler threw', async () => {
    const errors: unknown[] = []
    const { fetch, url } = await hosting(
      () => {
        throw new Error('the secret is 42')
      },
      { onError: (error) => errors.push(error) },
    )
    await fetch(url)
    expect(errors).toEqual([new Error('the secret is 42')])
  })

  it.each([
    ['a line break', 'x-a', 'b\r\nset-cookie: evil=1'],
    ['a name that is none', 'x a', 'b'],
    ['a letter that no header has', 'x-a', '\u2603'],
  ])('sends no header with %s, whatever its handler returns, and tells who runs it', async (_, name, value) => {
    const errors: unknown[] = []
    const headers = {
      *[Symbol.iterator]() {
        yield [name, value]
      },
      get: () => null,
    }
    const { fetch, url } = await hosting(
      () => Object.defineProperty(new Response('x'), 'headers', { value: headers }),
      {
        onError: (error) => errors.push(error),
      },
    )
    const response = await fetch(url)
    expect([response.status, response.headers.get('set-cookie'), errors.length]).toEqual([500, null, 1])
  })

  it('refuses a body whose length was a lie', async () => {
    const { fetch, url } = await hosting(async (request) => {
      const text = await request.text().catch(() => 'broken')
      return new Response(text)
    })
    for (const length of ['3', '7']) {
      const headers = { 'content-length': length }
      const body = new Blob(['12345']).stream()
      const text = await (await fetch(url, { method: 'POST', headers, body })).text()
      // Browsers take the header out of a Request.
      expect(text).toBe(new Request('http://a/', { headers }).headers.has('content-length') ? 'broken' : '12345')
    }
  })
})

describe('replicas', () => {
  it.each([
    ['direct', 'asker', 'far'],
    ['hidden', 'host', 'near'],
  ] as const)('of one key, %s: where one vanishes, the other serves all', async (privacy, end, left) => {
    const line = await createLine(4)
    lines.push(line)
    const [near, asker, , , far] = line.routers.map((router) => createServices({ router }))
    const { key } = line
    await near?.host(() => new Response('near'), { key, privacy })
    await far?.host(() => new Response('far'), { key, privacy })
    const ask = async () => (await asker?.fetch(`hydra://${key.publicKey}/`, { privacy }))?.text()
    for (let request = 0; request < 5; request++) expect(['near', 'far']).toContain(await ask())
    line.vanish(end)
    for (let request = 0; request < 5; request++) expect(await ask()).toBe(left)
  })

  it('of one key: the nearest answers', async () => {
    const line = await createLine(6)
    lines.push(line)
    const [left, nearLeft, , middle, , nearRight, right] = line.routers.map((router) => createServices({ router }))
    const { key } = line
    await left?.host(() => new Response('left'), { key, privacy: 'direct' })
    await right?.host(() => new Response('right'), { key, privacy: 'direct' })
    const ask = async (from = left) => (await from?.fetch(`hydra://${key.publicKey}/`, { privacy: 'direct' }))?.text()
    const heard = new Set<string | undefined>()
    for (let request = 0; request < 10; request++) {
      expect([await ask(nearLeft), await ask(nearRight)]).toEqual(['left', 'right'])
      heard.add(await ask(middle))
    }
    expect(heard.size).toBe(2)
  })

  it('of a key that is hosted here, too: the one here answers', async () => {
    const line = await createLine(1)
    lines.push(line)
    const [here, there] = line.routers.map((router) => createServices({ router }))
    const { key } = line
    await there?.host(() => new Response('there'), { key, privacy: 'direct' })
    const hosting = await here?.host(() => new Response('here'), { key, privacy: 'direct' })
    const ask = async () => (await here?.fetch(`hydra://${key.publicKey}/`, { privacy: 'direct' }))?.text()
    for (let request = 0; request < 10; request++) expect(await ask()).toBe('here')
    await hosting?.close()
    expect(await ask()).toBe('there')
  })
})

function whenStatus(status: number): (response: Promise<Response>) => Promise<Response> {
  return async (response) => {
    const answer = await response
    if (answer.status !== status) throw new Error(`It was ${answer.status}.`)
    return answer
  }
}
