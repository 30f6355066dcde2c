import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core'
import type { Host } from './guest/host.ts'
import type { Body, Grantable } from './messages.ts'

/** Where what a guest says goes. Text and bytes, copied: nothing of the guest's memory is held. */
export interface Outlet {
  reply(call: number, head: string, body: Body): void
  threw(call: number, reason: string): void
  /** Returns the number that its answer will carry, or throws what the guest is to hear. */
  ask(call: number, kind: string, text: string, body: Body): number
  log(line: string): void
}

type Value = string | number | ArrayBuffer | undefined
type HostFunction = (...args: Value[]) => Value | void

/** Makes the object that our code around a guest talks to. It is never given to the guest itself. */
export function installHost(context: QuickJSContext, granted: readonly Grantable[], outlet: Outlet): QuickJSHandle {
  const host = context.newObject()
  for (const [name, run] of Object.entries({ ...speech(outlet), ...tools(), ...senses(granted) })) {
    const handle = context.newFunction(name, (...args) => {
      const result = run(...args.map((arg) => read(context, arg)))
      return result === undefined ? context.undefined : write(context, result)
    })
    context.setProp(host, name, handle)
    handle.dispose()
  }
  return host
}

/** An error of the guest as text, as far as it can be read at all. */
export function textOf(context: QuickJSContext, error: QuickJSHandle): string {
  const part = (name: string): string => {
    const handle = context.getProp(error, name)
    return context.typeof(handle) === 'string' ? context.getString(handle) : ''
  }
  if (context.typeof(error) === 'string') return context.getString(error)
  return [part('name'), part('message')].filter(Boolean).join(': ') || 'it threw something that is no error'
}

type Speech = Record<'reply' | 'threw' | 'ask' | 'log', HostFunction>

function speech(outlet: Outlet): Speech & Record<keyof Pick<Host, 'reply' | 'threw' | 'ask' | 'log'>, HostFunction> {
  return {
    reply: (call, head, body) => outlet.reply(numberOf(call), stringOf(head), bytesOf(body)),
    threw: (call, reason) => outlet.threw(numberOf(call), stringOf(reason)),
    ask: (call, kind, text, body) => outlet.ask(numberOf(call), stringOf(kind), stringOf(text), bytesOf(body)),
    log: (line) => outlet.log(stringOf(line)),
  }
}

const PARTS = [
  'href',
  'origin',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'hash',
] as const
// The parser is native and cannot be interrupted: longer ones are no addresses of anything.
const MAX_URL_CHARS = 65_536

/** Work that is done better outside, on values alone. */
function tools(): Record<string, HostFunction> {
  return {
    encode: (text) => new TextEncoder().encode(stringOf(text)).buffer,
    decode: (bytes) => new TextDecoder().decode(bytesOf(bytes)),
    url(href, base) {
      const [text, from] = [shortOf(href), base === undefined ? undefined : shortOf(base)]
      return URL.canParse(text, from) ? partsOf(new URL(text, from)) : undefined
    },
    changeUrl(href, part, value) {
      const url = new URL(shortOf(href))
      const name = PARTS.find((each) => each === part && each !== 'origin')
      if (name && name !== 'origin') url[name] = shortOf(value)
      return partsOf(url)
    },
    readQuery: (text) => JSON.stringify([...new URLSearchParams(stringOf(text))]),
    writeQuery: (pairs) => new URLSearchParams(JSON.parse(stringOf(pairs))).toString(),
  }
}

// What WebCrypto gives at once.
const MAX_RANDOM_BYTES = 65_536

/** What a guest may notice of the world, where it was granted. */
function senses(granted: readonly Grantable[]): Record<string, HostFunction> {
  const random: HostFunction = (count) =>
    crypto.getRandomValues(new Uint8Array(Math.min(numberOf(count), MAX_RANDOM_BYTES))).buffer
  return granted.includes('randomness') ? { random } : {}
}

function partsOf(url: URL): string {
  return JSON.stringify(Object.fromEntries(PARTS.map((name) => [name, url[name]])))
}

// Only these come in: an object could have getters, a symbol could name what is ours.
function read(context: QuickJSContext, handle: QuickJSHandle): Value {
  const type = context.typeof(handle)
  if (type === 'string') return context.getString(handle)
  if (type === 'number') return context.getNumber(handle)
  if (type !== 'object' || context.sameValue(handle, context.null)) return undefined
  const view = context.getArrayBuffer(handle)
  const copy = view.value.slice()
  view.dispose()
  return copy.buffer
}

function write(context: QuickJSContext, value: string | number | ArrayBuffer): QuickJSHandle {
  if (typeof value === 'string') return context.newString(value)
  return typeof value === 'number' ? context.newNumber(value) : context.newArrayBuffer(value)
}

function stringOf(value: Value): string {
  if (typeof value !== 'string') throw new TypeError('This takes text.')
  return value
}

function shortOf(value: Value): string {
  const text = stringOf(value)
  if (text.length > MAX_URL_CHARS) throw new TypeError('A URL is too long.')
  return text
}

function numberOf(value: Value): number {
  if (typeof value !== 'number') throw new TypeError('This takes a number.')
  return value
}

function bytesOf(value: Value): Body {
  if (typeof value === 'string') return new TextEncoder().encode(value)
  return value instanceof ArrayBuffer ? new Uint8Array(value) : undefined
}
