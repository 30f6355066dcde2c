import type { HeaderList } from './head.ts'

// Meant for one connection only (RFC 9110, section 7.6.1); to pass them on invites request smuggling.
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
]

// Each of these tells a host who asks, or from where: the software, the language, the network, the page before.
const IDENTIFYING = [
  'user-agent',
  'accept-language',
  'referer',
  'origin',
  'via',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'from',
  'dnt',
  'proxy-authorization',
  'proxy-authenticate',
  'cf-connecting-ip',
]
const IDENTIFYING_PREFIXES = ['sec-', 'x-forwarded-']

/** The headers of a request that may travel: none that belong to a connection, none that tell who asks. */
export function requestHeaders(headers: Headers): HeaderList {
  return keep(
    headers,
    (name) => !IDENTIFYING.includes(name) && !IDENTIFYING_PREFIXES.some((prefix) => name.startsWith(prefix)),
  )
}

/** The headers of a response that may travel. */
export function responseHeaders(headers: Headers): HeaderList {
  return keep(headers, (name) => name !== 'server' && name !== 'via' && name !== 'date')
}

function keep(headers: Headers, fits: (name: string) => boolean): HeaderList {
  const named = (headers.get('connection') ?? '').toLowerCase().split(/\s*,\s*/)
  return [...headers].filter(([name]) => !HOP_BY_HOP.includes(name) && !named.includes(name) && fits(name))
}
