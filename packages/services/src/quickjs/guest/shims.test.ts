import { describe, expect, it } from 'vitest'
import { defineHeaders } from './headers.ts'
import type { Host } from './host.ts'
import { defineHttp } from './http.ts'
import { defineUrl } from './url.ts'

/** What a worker offers, as far as these need it. */
const host = {
  encode: (text: string) => new TextEncoder().encode(text).buffer,
  decode: (bytes: ArrayBuffer) => new TextDecoder().decode(bytes),
  url: (href: string, base?: string) => (URL.canParse(href, base) ? parts(new URL(href, base)) : undefined),
  changeUrl: (href: string, part: string, value: string) => parts(Object.assign(new URL(href), { [part]: value })),
  readQuery: (text: string) => JSON.stringify([...new URLSearchParams(text)]),
  writeQuery: (pairs: string) => new URLSearchParams(JSON.parse(pairs)).toString(),
} as unknown as Host

const NAMES = ['href', 'origin', 'protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'] as const
function parts(url: URL): string {
  return JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, url[name]])))
}

const GuestHeaders = defineHeaders() as unknown as typeof Headers
const guest = defineUrl(host) as unknown as { URL: typeof URL; URLSearchParams: typeof URLSearchParams }
const http = defineHttp(host, defineHeaders()) as unknown as { Request: typeof Request; Response: typeof Response }

describe('in a guest', () => {
  it.each([
    (Headers: typeof globalThis.Headers) => [...new Headers({ B: ' x ', a: '1' })],
    (Headers: typeof globalThis.Headers) => {
      const headers = new Headers([['a', '1']])
      headers.append('A', '2')
      headers.append('set-cookie', 'x=1')
      headers.append('set-cookie', 'y=2')
      headers.set('b', '3')
      headers.delete('nothing')
      return [[...headers], headers.get('a'), headers.has('B'), headers.getSetCookie(), [...headers.keys()]]
    },
  ])('headers do what headers do (%#)', (use) => {
    expect(use(GuestHeaders)).toEqual(use(Headers))
  })

  it.each([
    ['a b', '1'],
    ['a', 'x\r\ny: z'],
    ['a', '\u2603'],
    ['', '1'],
  ])('headers refuse %j: %j', (name, value) => {
    for (const Class of [GuestHeaders, Headers]) expect(() => new Class([[name, value]])).toThrow(TypeError)
  })

  it.each(['?a=1&b=%20x&a=2', 'a=b&&c', '', '?%FF=%C3%A9'])('the query %j is read and changed as elsewhere', (text) => {
    const use = (Class: typeof URLSearchParams) => {
      const query = new Class(text)
      query.append('é', '&')
      query.set('a', '3')
      query.delete('c')
      return [[...query], query.toString(), query.getAll('a'), query.get('none'), query.has('b'), query.size]
    }
    expect(use(guest.URLSearchParams)).toEqual(use(URLSearchParams))
  })

  it.each([['http://a:80/b/../c?d#e'], ['x', 'http://a/b/'], ['hydra://key/path'], ['no']])(
    'the URL %j is read as elsewhere',
    (href, base?: string) => {
      const use = (Class: typeof URL) => {
        if (!Class.canParse(href, base)) return 'none'
        const url = new Class(href, base)
        url.searchParams.append('f', ' ')
        url.hash = 'g'
        return NAMES.map((name) => url[name])
      }
      expect(use(guest.URL)).toEqual(use(URL))
    },
  )

  it('requests and responses are read as elsewhere', async () => {
    const use = async ({ Request, Response }: Pick<typeof globalThis, 'Request' | 'Response'>) => {
      const request = new Request('http://a/', { method: 'post', body: new URLSearchParams('a=1').toString() })
      const json = Response.json({ a: 1 }, { status: 201 })
      const bytes = new Response(Uint8Array.of(1, 2, 3).subarray(1))
      return [
        [
          request.method,
          request.url,
          request.headers.get('content-type')?.toLowerCase(),
          await request.text(),
          request.bodyUsed,
        ],
        [json.status, json.ok, json.headers.get('content-type'), await json.json()],
        [...new Uint8Array(await bytes.arrayBuffer())],
        [await new Response(null).text(), new Response(null, { status: 204 }).body],
      ]
    }
    expect(await use(http)).toEqual(await use(globalThis))
  })
})
