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
// Browsers and servers send a few dozen; each costs a look-up in every framework that reads it.
const MAX_HEADERS = 256
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
// The methods that no Request can have (Fetch standard, "forbidden method"): a tunnel, and a mirror of credentials.
const FORBIDDEN_METHODS = ['CONNECT', 'TRACE', 'TRACK']
// What the URL standard leaves unescaped in a path and a query: no fragment, no space, no control character.
const PATH = /^\/[!"$-~]*$/
// One byte each; the characters that would end a header, and so smuggle in another one, are not among them, nor is
// space at the ends, which others trim (RFC 9110, section 5.5).
// oxlint-disable-next-line no-control-regex
const VALUE = /^(?:[!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?)?$/

export function encodeRequestHead({ method, path, headers }: RequestHead): Uint8Array {
  return capped(encode([method, path, headers]), headers)
}

export function encodeResponseHead({ status, headers }: ResponseHead): Uint8Array {
  return capped(encode([status, headers]), headers)
}

/** Reads a request's head, or throws `MalformedMessageError`. */
export function decodeRequestHead(bytes: Uint8Array): RequestHead {
  const [method, path, headers] = list(bytes, 3)
  if (typeof method !== 'string' || !TOKEN.test(method)) throw new MalformedMessageError('its method is no method')
  if (FORBIDDEN_METHODS.includes(method.toUpperCase())) throw new MalformedMessageError(`nobody answers ${method} here`)
  if (typeof path !== 'string' || !PATH.test(path)) throw new MalformedMessageError('its path is no path')
  return { method, path, headers: headerList(headers) }
}

/** Reads a response's head, or throws `MalformedMessageError`. */
export function decodeResponseHead(bytes: Uint8Array): ResponseHead {
  const [status, headers] = list(bytes, 2)
  if (typeof status !== 'number' || !isStatus(status)) throw new MalformedMessageError('its status is none')
  return { status, headers: headerList(headers) }
}

/** What a final response may have (RFC 9110, section 15). */
export function isStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 200 && status <= 599
}

function list(bytes: Uint8Array, parts: number): readonly unknown[] {
  if (bytes.length > MAX_HEAD_BYTES) throw new MalformedMessageError(`its head is over ${MAX_HEAD_BYTES} bytes`)
  let value: unknown
  try {
    value = decode(bytes, { strict: true, allowIndefinite: false })
  } catch (cause) {
    throw new MalformedMessageError('its head is not CBOR', { cause })
  }
  if (!Array.isArray(value) || value.length !== parts)
    throw new MalformedMessageError(`its head has not ${parts} parts`)
  return value
}

/** Headers as they came from outside, or throws `MalformedMessageError`. */
export function headerList(value: unknown): HeaderList {
  if (!Array.isArray(value) || value.length > MAX_HEADERS)
    throw new MalformedMessageError('its headers are no short list')
  return value.map((pair: unknown) => {
    if (!Array.isArray(pair) || pair.length !== 2) throw new MalformedMessageError('a header is no pair')
    const [name, text]: unknown[] = pair
    if (typeof name !== 'string' || !TOKEN.test(name) || name !== name.toLowerCase())
      throw new MalformedMessageError('a header has no proper name')
    if (typeof text !== 'string' || !VALUE.test(text))
      throw new MalformedMessageError(`header "${name}" is no proper text`)
    return [name, text] as const
  })
}

function capped(bytes: Uint8Array, headers: HeaderList): Uint8Array {
  if (bytes.length > MAX_HEAD_BYTES) throw new MalformedMessageError(`its head is over ${MAX_HEAD_BYTES} bytes`)
  if (headers.length > MAX_HEADERS) throw new MalformedMessageError(`it has more than ${MAX_HEADERS} headers`)
  return bytes
}
