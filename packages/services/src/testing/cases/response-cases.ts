import type { Asker, FetchCase } from './fetch-case.ts'

const STATUSES = [
  200, 201, 202, 203, 206, 300, 400, 401, 402, 403, 404, 405, 406, 409, 410, 412, 413, 418, 422, 425, 429, 451, 500,
  501, 502, 503, 504, 511, 599,
]

const statuses: FetchCase[] = STATUSES.map((status) => ({
  name: `passes status ${status} on`,
  async ask(ask) {
    const response = await ask(`status?code=${status}`)
    return [response.status, response.ok, await response.text()]
  },
  expected: [status, status < 300, `status ${status}`],
}))

const bodiless: FetchCase[] = [
  ...[204, 205, 304].map((status) => ({
    name: `gives ${status} no body`,
    async ask(ask: Asker) {
      const response = await ask(`status?code=${status}`)
      return [response.status, await response.text()]
    },
    expected: [status, ''],
  })),
  {
    name: 'gives a HEAD request the headers and no body',
    async ask(ask) {
      const response = await ask('sized?size=1000', { method: 'HEAD' })
      return [response.status, response.headers.get('content-length'), await response.text()]
    },
    expected: [200, '1000', ''],
  },
]

const headersOf = async (ask: Asker, query: string): Promise<Headers> => (await ask(`headers?${query}`)).headers

const headers: FetchCase[] = [
  ...(
    [
      ['x-own', 'x-own=1', '1'],
      ['X-Own', 'x-own=1', '1'],
      ['content-type', 'content-type=text/x-own', 'text/x-own'],
      ['content-type', '', 'text/plain;charset=UTF-8'],
      ['etag', 'etag=%22abc%22', '"abc"'],
      ['link', 'link=%3C%2Fa%3E;rel=next', '</a>;rel=next'],
      ['x-own', 'x-own=1&x-own=2', '1, 2'],
      ['x-empty', 'x-empty=', ''],
      ['x-missing', '', null],
      ['x-latin', 'x-latin=caf%C3%A9', 'caf\u00e9'],
      ['www-authenticate', 'www-authenticate=Basic', 'Basic'],
      ['access-control-allow-origin', 'access-control-allow-origin=*', '*'],
      ['last-modified', 'last-modified=Sat,%2021%20Nov%202026%2000:00:00%20GMT', 'Sat, 21 Nov 2026 00:00:00 GMT'],
      ['x-long', `x-long=${'a'.repeat(8_000)}`, 'a'.repeat(8_000)],
    ] as [string, string, string | null][]
  ).map(([name, query, expected], index) => ({
    name: `passes header ${index + 1}, "${name}", on`,
    ask: async (ask: Asker) => (await headersOf(ask, query)).get(name),
    expected,
  })),
  {
    name: 'passes caching on',
    ask: async (ask) => (await headersOf(ask, 'cache-control=max-age=60')).get('cache-control'),
    expected: 'max-age=60',
  },
  {
    name: 'keeps several cookies apart',
    ask: async (ask) => (await headersOf(ask, 'set-cookie=a=1,2;Path=/&set-cookie=b=3')).getSetCookie(),
    expected: ['a=1,2;Path=/', 'b=3'],
  },
]

const readers: FetchCase[] = [
  {
    name: 'reads JSON',
    ask: async (ask) => (await (await ask('inspect?json')).json()).search,
    expected: '?json',
  },
  {
    name: 'reads an ArrayBuffer',
    ask: async (ask) => [...new Uint8Array(await (await ask('bytes?size=5')).arrayBuffer())],
    expected: [0, 1, 2, 3, 4],
  },
  {
    name: 'reads bytes',
    ask: async (ask) => [...(await (await ask('bytes?size=3')).bytes())],
    expected: [0, 1, 2],
  },
  {
    name: 'reads a Blob with its type',
    async ask(ask) {
      const blob = await (await ask('headers?content-type=text/x-own')).blob()
      return [blob.type, await blob.text()]
    },
    expected: ['text/x-own', 'headers'],
  },
  {
    name: 'reads a form',
    async ask(ask) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const response = await ask('echo', { method: 'POST', body: 'a=1&b=2', headers })
      const form = await new Response(response.body, { headers }).formData()
      return [...form]
    },
    expected: [
      ['a', '1'],
      ['b', '2'],
    ],
  },
  {
    name: 'lets a response be cloned',
    async ask(ask) {
      const response = await ask('status?code=200')
      const copy = response.clone()
      return [await response.text(), await copy.text()]
    },
    expected: ['status 200', 'status 200'],
  },
  {
    name: 'lets a body be read once',
    async ask(ask) {
      const response = await ask('status?code=200')
      const before = response.bodyUsed
      await response.text()
      return [before, response.bodyUsed, await response.text().catch((error: Error) => error.name)]
    },
    expected: [false, true, 'TypeError'],
  },
  {
    name: 'refuses JSON that is none',
    ask: async (ask) => (await ask('status?code=200')).json().catch((error: Error) => error.name),
    expected: 'SyntaxError',
  },
  {
    name: 'undoes gzip',
    ask: async (ask) => (await (await ask('gzip')).text()).length,
    expected: 1_100,
  },
  {
    name: 'says where the answer came from',
    async ask(ask) {
      const response = await ask('inspect?a#b')
      return [response.url === `${ask.url}inspect?a`, response.redirected]
    },
    expected: [true, false],
  },
  {
    name: 'answers sixteen at once, each its own',
    async ask(ask) {
      const answers = await Promise.all(Array.from({ length: 16 }, (_, index) => ask(`inspect?${index}`)))
      return Promise.all(answers.map(async (answer) => (await answer.json()).search))
    },
    expected: Array.from({ length: 16 }, (_, index) => `?${index}`),
  },
]

export const responseCases: readonly FetchCase[] = [...statuses, ...bodiless, ...headers, ...readers]
