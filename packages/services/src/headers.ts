import type { HeaderList } from './head.ts'

// Meant for one connection only (RFC 9110, section 7.6.1); to pass them on invites request smuggling.
const HOP_BY_HOP = [
  'connection',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

// Each of these tells a host who asks, or from where: the software, the language, the network, the page before.
const IDENTIFYING = [
  'accept-language',
  'cf-connecting-ip',
  'client-ip',
  'device-memory',
  'dnt',
  'downlink',
  'dpr',
  'ect',
  'forwarded',
  'from',
  'origin',
  'purpose',
  'referer',
  'rtt',
  'save-data',
  'traceparent',
  'tracestate',
  'true-client-ip',
  'user-agent',
  'via',
  'viewport-width',
]
const IDENTIFYING_PREFIXES = ['sec-', 'x-forwarded-', 'x-real-', 'x-client-', 'cf-']

// These tell callers about the machine and the clock of whoever hosts.
const OF_THE_HOST = [
  'alt-svc',
  'date',
  'nel',
  'report-to',
  'reporting-endpoints',
  'server',
  'server-timing',
  'via',
  'x-powered-by',
]

/** The headers of a request that may travel: none that belong to a connection, none that tell who asks. */
export function requestHeaders(headers: Headers): HeaderList {
  return keep(
    headers,
    (name) => !IDENTIFYING.includes(name) && !IDENTIFYING_PREFIXES.some((prefix) => name.startsWith(prefix)),
  )
}

/** The headers of a response that may travel: none of a connection, none that tell who answers. */
export function responseHeaders(headers: Headers): HeaderList {
  return keep(headers, (name) => !OF_THE_HOST.includes(name))
}

/** Headers from a list that was read off the wire. */
export function toHeaders(list: HeaderList): Headers {
  return new Headers(list.map(([name, value]): [string, string] => [name, value]))
}

function keep(headers: Headers, fits: (name: string) => boolean): HeaderList {
  // Whatever "connection" lists belongs to the connection too.
  const named = (headers.get('connection') ?? '').toLowerCase().split(/[\s,]+/)
  return [...headers].filter(([name]) => !HOP_BY_HOP.includes(name) && !named.includes(name) && fits(name))
}
