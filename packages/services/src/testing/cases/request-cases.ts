import type { Asker, FetchCase } from './fetch-case.ts'

interface Inspected {
  readonly method: string
  readonly path: string
  readonly search: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

async function inspect(ask: Asker, init: RequestInit = {}, query = ''): Promise<Inspected> {
  return (await ask(`inspect${query}`, init)).json()
}

const methods: FetchCase[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PURGE', 'post', 'delete'].map(
  (method) => ({
    name: `sends ${method}`,
    ask: async (ask) => (await inspect(ask, { method })).method,
    expected: method.toUpperCase(),
  }),
)

const bytes = new TextEncoder().encode('<bytes>')
const form = new FormData()
form.append('name', 'Ada')
form.append('name', 'Grace & co=1')

const bodies: readonly [name: string, body: () => BodyInit, text: string, type?: string][] = [
  ['a string', () => 'héllo ✓', 'héllo ✓', 'text/plain;charset=UTF-8'],
  ['an empty string', () => '', '', 'text/plain;charset=UTF-8'],
  ['bytes', () => bytes, '<bytes>'],
  ['a part of a buffer', () => bytes.subarray(1, 4), 'byt'],
  ['an ArrayBuffer', () => bytes.slice().buffer, '<bytes>'],
  ['a DataView', () => new DataView(bytes.buffer, 1, 5), 'bytes'],
  ['a Blob', () => new Blob(['a', 'b'], { type: 'image/png' }), 'ab', 'image/png'],
  ['a Blob without type', () => new Blob(['a']), 'a'],
  [
    'URL parameters',
    () => new URLSearchParams({ a: '1 2', b: 'ü' }),
    'a=1+2&b=%C3%BC',
    'application/x-www-form-urlencoded;charset=UTF-8',
  ],
]

const sent: FetchCase[] = bodies.flatMap(([name, body, text, type]) =>
  ['POST', 'PUT'].map((method) => ({
    name: `${method}s ${name}`,
    async ask(ask: Asker) {
      const seen = await inspect(ask, { method, body: body() })
      return [seen.body, seen.headers['content-type'] ?? null]
    },
    expected: [text, type ?? null],
  })),
)

const others: FetchCase[] = [
  {
    name: 'posts a form with a file',
    async ask(ask) {
      const body = new FormData()
      for (const [name, value] of form) body.append(name, value)
      body.append('file', new File(['content'], 'notes.txt', { type: 'text/x-notes' }))
      return (await ask('form', { method: 'POST', body })).json()
    },
    expected: [
      ['name', 'Ada'],
      ['name', 'Grace & co=1'],
      ['file', ['notes.txt', 'text/x-notes', 'content']],
    ],
  },
  {
    name: 'sends a Request',
    async ask({ fetch, url }) {
      const request = new Request(`${url}inspect?q`, { method: 'POST', body: 'whole', headers: { 'x-a': '1' } })
      const seen: Inspected = await (await fetch(request)).json()
      return [seen.method, seen.search, seen.headers['x-a'], seen.body]
    },
    expected: ['POST', '?q', '1', 'whole'],
  },
  {
    name: 'sends a Request with other options',
    async ask({ fetch, url }) {
      const request = new Request(`${url}inspect`, { method: 'POST', body: 'a', headers: { 'x-a': '1' } })
      const seen: Inspected = await (await fetch(request, { method: 'PUT', body: 'b', headers: { 'x-b': '2' } })).json()
      return [seen.method, seen.body, seen.headers['x-a'] ?? null, seen.headers['x-b']]
    },
    expected: ['PUT', 'b', null, '2'],
  },
  {
    name: 'takes a URL object',
    ask: async ({ fetch, url }) => (await fetch(new URL(`${url}inspect`))).status,
    expected: 200,
  },
  {
    name: 'sends a DELETE with a body',
    ask: async (ask) => (await inspect(ask, { method: 'DELETE', body: 'gone' })).body,
    expected: 'gone',
  },
  {
    name: 'sends path and query as they stand, without the fragment',
    async ask(ask) {
      const { path, search } = await inspect(ask, {}, '?a=%20b&c=d%2Fe&&=f&ü#fragment')
      return [path, search]
    },
    expected: ['/inspect', '?a=%20b&c=d%2Fe&&=f&%C3%BC'],
  },
  {
    name: 'resolves dots in a path',
    ask: async (ask) => (await inspect(ask, {}, '/../x/./../inspect')).path,
    expected: '/inspect',
  },
  {
    name: 'keeps what is escaped in a path',
    ask: async (ask) => (await (await ask('a%20b/%2F%3F/path')).text()).endsWith('/a%20b/%2F%3F/path'),
    expected: true,
  },
  {
    name: 'refuses a body with GET',
    ask: (ask) => ask('inspect', { body: 'x' }).catch((error: Error) => error.name),
    expected: 'TypeError',
  },
  ...['CONNECT', 'TRACE', 'TRACK', 'a b'].map((method) => ({
    name: `refuses the method "${method}"`,
    ask: (ask: Asker) => ask('inspect', { method }).catch((error: Error) => error.name),
    expected: 'TypeError',
  })),
]

const headers: FetchCase[] = (
  [
    ['custom headers', { 'x-a': '1', 'X-B': 'two words' }, { 'x-a': '1', 'x-b': 'two words' }],
    [
      'several values as one',
      [
        ['x-a', '1'],
        ['x-a', '2'],
      ],
      { 'x-a': '1, 2' },
    ],
    ['an empty header', { 'x-a': '' }, { 'x-a': '' }],
    ['trimmed values', { 'x-a': '  padded\t' }, { 'x-a': 'padded' }],
    ['Latin letters', { 'x-a': 'caf\u00e9' }, { 'x-a': 'caf\u00e9' }],
    ['a long header', { 'x-a': 'a'.repeat(8_000) }, { 'x-a': 'a'.repeat(8_000) }],
    ['credentials', { authorization: 'Bearer abc' }, { authorization: 'Bearer abc' }],
    ['what it accepts', { accept: 'text/html' }, { accept: 'text/html' }],
    ['a type of its own', { 'content-type': 'text/x-own' }, { 'content-type': 'text/x-own' }],
  ] as [string, HeadersInit, Record<string, string>][]
).map(([name, init, expected]) => ({
  name: `sends ${name}`,
  async ask(ask: Asker) {
    const seen = await inspect(ask, { headers: init })
    return Object.fromEntries(Object.keys(expected).map((key) => [key, seen.headers[key] ?? null]))
  },
  expected,
}))

const cookies: FetchCase[] = [
  {
    name: 'sends a cookie',
    ask: async (ask) => (await inspect(ask, { headers: { cookie: 'a=1; b=2' } })).headers['cookie'] ?? null,
    expected: 'a=1; b=2',
  },
]

export const requestCases: readonly FetchCase[] = [...methods, ...sent, ...others, ...headers, ...cookies]
