import { GuestError } from '../sandbox/errors.ts'
import type { Capabilities } from '../sandbox/sandbox.ts'
import { headerList, isStatus, MAX_HEAD_BYTES } from '../head.ts'
import { readWhole } from './read-whole.ts'
import type { Body } from './messages.ts'

/** Something that a guest asks for, as it came out of it. */
export interface Ask {
  readonly kind: string
  readonly text: string
  readonly body: Body
}

export interface AnswerOptions {
  readonly capabilities: Capabilities
  readonly maxBodyBytes: number
  readonly signal: AbortSignal
}

type Answer = { readonly text: string; readonly body?: Body }

/** Does what a guest asks, if it was granted. Rejects with what the guest is to hear. */
export async function answer(ask: Ask, options: AnswerOptions): Promise<Answer> {
  const { capabilities } = options
  const [name = '', method = ''] = ask.kind.split('.')
  if (ask.text.length > MAX_HEAD_BYTES && name !== 'kv') throw new TypeError('That is too long to ask for.')
  const args = listOf(ask.text)
  if (name === 'kv' && capabilities.kv) return said(await kvAnswer(capabilities.kv, method, args))
  if (name === 'fetch' && capabilities.fetch) return fetchAnswer(capabilities.fetch, args, ask.body, options)
  if (name === 'files' && capabilities.files) return filesAnswer(capabilities.files, args, options)
  throw new TypeError(`This guest was not granted "${name}".`)
}

/** Reads what a guest answered with, or throws `GuestError`. */
export function readReply(head: string, body: Body, maxBodyBytes: number): Response {
  if (head.length > MAX_HEAD_BYTES) throw new GuestError('the headers of its response are too long')
  if (body && body.length > maxBodyBytes) throw new GuestError(`its response is over ${maxBodyBytes} bytes`)
  try {
    const [status, headers] = listOf(head)
    if (typeof status !== 'number' || !isStatus(status)) throw new TypeError('it has no proper status')
    const list = headerList(headers).map(([name, value]): [string, string] => [name, value])
    const empty = [204, 205, 304].includes(status)
    const response = new Response(empty ? null : (body ?? null), { status })
    // A browser keeps "set-cookie" out of what a script makes; this is a service's answer.
    return Object.defineProperty(response, 'headers', { value: new Headers(list) })
  } catch (cause) {
    throw new GuestError('its response cannot be sent', { cause })
  }
}

async function kvAnswer(
  kv: NonNullable<Capabilities['kv']>,
  method: string,
  args: readonly unknown[],
): Promise<unknown> {
  const [key, value] = args
  if (method === 'list') return kv.list(listOptions(key))
  if (method === 'get') return kv.get(text(key))
  if (method === 'set') return kv.set(text(key), text(value))
  if (method === 'add') return kv.add(text(key), text(value))
  if (method === 'delete') return kv.delete(text(key))
  throw new TypeError(`kv has no "${method}".`)
}

function listOptions(value: unknown): { prefix?: string; after?: string; limit?: number } {
  if (typeof value !== 'object' || value === null) throw new TypeError('The options of `list` are an object.')
  const { prefix, after, limit } = value as Record<string, unknown>
  return {
    ...(prefix !== undefined && { prefix: text(prefix) }),
    ...(after !== undefined && { after: text(after) }),
    ...(limit !== undefined && { limit: Number(limit) }),
  }
}

async function fetchAnswer(
  fetch: NonNullable<Capabilities['fetch']>,
  [method, url, headers]: readonly unknown[],
  body: Body,
  { maxBodyBytes, signal }: AnswerOptions,
): Promise<Answer> {
  const pairs = headerList(headers).map(([name, value]): [string, string] => [name, value])
  const response = await fetch(text(url), { method: text(method), headers: pairs, signal, ...(body && { body }) })
  const bytes = await readWhole(response.body, maxBodyBytes)
  if (!bytes) throw new RangeError(`The answer is over ${maxBodyBytes} bytes.`)
  return { text: JSON.stringify([response.status, [...response.headers]]), body: bytes }
}

async function filesAnswer(
  files: NonNullable<Capabilities['files']>,
  [cid]: readonly unknown[],
  { maxBodyBytes, signal }: AnswerOptions,
): Promise<Answer> {
  const bytes = await files(text(cid), { signal })
  if (bytes && bytes.length > maxBodyBytes) throw new RangeError(`The file is over ${maxBodyBytes} bytes.`)
  return { text: '', body: bytes && new Uint8Array(bytes) }
}

function said(value: unknown): Answer {
  return { text: value === undefined ? '' : JSON.stringify(value) }
}

function listOf(json: string): readonly unknown[] {
  const value: unknown = JSON.parse(json)
  if (!Array.isArray(value)) throw new TypeError('This is no list.')
  return value
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('This takes text.')
  return value
}
