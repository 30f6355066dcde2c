import { decode, encode } from 'cborg'
import { MalformedMessageError } from './errors.ts'

/** What comes before a request's body. */
export interface RequestHead {
  readonly method: string
  /** Path and query, as they stand in the URL. */
  readonly path: string
  readonly headers: HeaderList
}

/** What comes before a response's body. */
export interface ResponseHead {
  readonly status: number
  readonly headers: HeaderList
}

export type HeaderList = readonly (readonly [name: string, value: string])[]

// Servers commonly refuse more than 8 to 16 KiB of headers; four times that leaves room for long cookies and tokens.
export const MAX_HEAD_BYTES = 64 * 1024
const MAX_HEADERS = 256
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
// The characters that would end a header, and so smuggle in another one (RFC 9110, section 5.5).
// oxlint-disable-next-line no-control-regex
const FORBIDDEN_IN_VALUE = /[\0\r\n]/

export function encodeRequestHead(head: RequestHead): Uint8Array {
  return capped(encode([head.method, head.path, head.headers]))
}

export function encodeResponseHead(head: ResponseHead): Uint8Array {
  return capped(encode([head.status, head.headers]))
}

export function decodeRequestHead(bytes: Uint8Array): RequestHead {
  const [method, path, headers, ...rest] = list(bytes)
  if (rest.length > 0) throw new MalformedMessageError('its head has more parts than it should')
  if (typeof method !== 'string' || !TOKEN.test(method)) throw new MalformedMessageError('its method is no method')
  if (typeof path !== 'string' || !path.startsWith('/'))
    throw new MalformedMessageError('its path does not start with "/"')
  return { method, path, headers: headerList(headers) }
}

export function decodeResponseHead(bytes: Uint8Array): ResponseHead {
  const [status, headers, ...rest] = list(bytes)
  if (rest.length > 0) throw new MalformedMessageError('its head has more parts than it should')
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
    throw new MalformedMessageError('its status is none')
  }
  return { status, headers: headerList(headers) }
}

function list(bytes: Uint8Array): readonly unknown[] {
  if (bytes.length > MAX_HEAD_BYTES) throw new MalformedMessageError(`its head is over ${MAX_HEAD_BYTES} bytes`)
  try {
    const value: unknown = decode(bytes, { strict: true, rejectDuplicateMapKeys: true, allowIndefinite: false })
    if (Array.isArray(value)) return value
  } catch (cause) {
    throw new MalformedMessageError('its head is not CBOR', { cause })
  }
  throw new MalformedMessageError('its head is no list')
}

function headerList(value: unknown): HeaderList {
  if (!Array.isArray(value) || value.length > MAX_HEADERS)
    throw new MalformedMessageError('its headers are no short list')
  return value.map((pair: unknown) => {
    if (!Array.isArray(pair) || pair.length !== 2) throw new MalformedMessageError('a header is no pair')
    const [name, text]: unknown[] = pair
    if (typeof name !== 'string' || !TOKEN.test(name)) throw new MalformedMessageError('a header has no proper name')
    if (typeof text !== 'string' || FORBIDDEN_IN_VALUE.test(text))
      throw new MalformedMessageError(`header "${name}" is no proper text`)
    return [name.toLowerCase(), text] as const
  })
}

function capped(bytes: Uint8Array): Uint8Array {
  if (bytes.length > MAX_HEAD_BYTES) throw new MalformedMessageError(`its headers are over ${MAX_HEAD_BYTES} bytes`)
  return bytes
}
