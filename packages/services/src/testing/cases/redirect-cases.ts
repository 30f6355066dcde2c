import { type Asker, type FetchCase, fails } from './fetch-case.ts'

const redirect = (code: number, to = 'inspect') => `redirect?code=${code}&to=${encodeURIComponent(to)}`
const CODES = [301, 302, 303, 307, 308]

async function follow(ask: Asker, code: number, init: RequestInit): Promise<unknown> {
  const headers = { 'content-type': 'text/x-own', 'x-own': '1', authorization: 'Bearer abc' }
  const seen = await (await ask(redirect(code), { ...init, headers })).json()
  const { 'content-type': type = null, 'x-own': own, authorization } = seen.headers
  return [seen.method, seen.body, init.body ? type : null, own, authorization]
}

const methods: FetchCase[] = (
  [
    ['GET', undefined, []],
    ['POST', 'sent', [301, 302, 303]],
    ['PUT', 'sent', [303]],
    ['DELETE', undefined, [303]],
  ] as [string, string | undefined, number[]][]
).flatMap(([method, body, asGet]) =>
  CODES.map((code) => {
    const becomesGet = asGet.includes(code)
    return {
      name: `follows ${code} after ${method} with ${becomesGet ? 'GET' : method}`,
      ask: (ask: Asker) => follow(ask, code, { method, ...(body !== undefined && { body }) }),
      expected: [
        becomesGet ? 'GET' : method,
        becomesGet ? '' : (body ?? ''),
        body === undefined || becomesGet ? null : 'text/x-own',
        '1',
        'Bearer abc',
      ],
    }
  }),
)

const places: FetchCase[] = [
  {
    name: 'keeps HEAD through 303',
    async ask(ask) {
      const response = await ask(redirect(303, 'sized?size=7'), { method: 'HEAD' })
      return [response.headers.get('content-length'), await response.text()]
    },
    expected: ['7', ''],
  },
  {
    name: 'says where it ended up',
    async ask(ask) {
      const response = await ask(redirect(302, 'inspect?there'))
      return [response.url === `${ask.url}inspect?there`, response.redirected]
    },
    expected: [true, true],
  },
  {
    name: 'follows to a path from the root',
    ask: async (ask) => (await ask(redirect(302, '/inspect'))).status,
    expected: 200,
  },
  {
    name: 'follows to a query alone',
    ask: async (ask) => (await (await ask(`inspect/../${redirect(302, '?code=200')}`)).text()).length,
    expected: 'elsewhere'.length,
  },
  {
    name: 'follows twenty in a row',
    ask: async (ask) => (await ask('countdown?left=20')).text(),
    expected: 'arrived',
  },
  {
    name: 'gives up after more than twenty',
    ask: (ask) => ask('countdown?left=21').catch((error: Error) => error.name),
    expected: 'TypeError',
  },
  {
    name: 'hands a redirect over where it is wanted',
    async ask(ask) {
      const response = await ask(redirect(302), { redirect: 'manual' })
      return [response.status, response.headers.get('location')?.endsWith('inspect')]
    },
    expected: [302, true],
  },
  {
    name: 'fails on a redirect where none is wanted',
    ask: (ask) => ask(redirect(302), { redirect: 'error' }).catch((error: Error) => error.name),
    expected: 'TypeError',
  },
  {
    name: 'takes a redirect that leads nowhere as an answer',
    async ask(ask) {
      const response = await ask('redirect?code=302')
      return [response.status, await response.text()]
    },
    expected: [302, 'elsewhere'],
  },
  {
    name: 'fails where the place is no URL',
    ask: (ask) => fails(ask(redirect(302, 'http://['))),
    expected: true,
  },
  {
    name: 'cannot send a stream again after 307',
    ask(ask) {
      const body = new Blob(['once']).stream()
      const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' }
      return ask(redirect(307), init).catch((error: Error) => error.name)
    },
    expected: 'TypeError',
  },
  {
    name: 'drops a stream after 303',
    async ask(ask) {
      const body = new Blob(['once']).stream()
      const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' }
      return (await (await ask(redirect(303), init)).json()).method
    },
    expected: 'GET',
  },
]

export const redirectCases: readonly FetchCase[] = [...methods, ...places]
