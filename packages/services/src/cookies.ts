import type { PublicKey } from '@hydra/identity'
import type { Clock } from '@hydra/router'

/** Whose cookies: a service's, for one caller. Nothing is ever shared between two of either. */
export interface Party {
  readonly service: PublicKey
  readonly caller: PublicKey | undefined
}

/** Cookies as services set them, sent back to nobody else. */
export interface CookieJar {
  /** The `cookie` header for a path, if there is one to send. */
  header(party: Party, path: string): string | undefined
  store(party: Party, path: string, setCookie: readonly string[]): void
}

interface Cookie {
  readonly value: string
  readonly path: string
  readonly expiresAt: number
}

/** Parties whose cookies are kept, the latest used. As many services as a person uses in a day. */
const MAX_PARTIES = 256
/** RFC 6265, section 6.1, asks for at least this many, and this size. */
const MAX_COOKIES = 50
const MAX_COOKIE_BYTES = 4_096

export function createCookieJar(clock: Pick<Clock, 'now'>): CookieJar {
  const parties = new Map<string, Map<string, Cookie>>()

  function cookiesOf({ service, caller = '' as PublicKey }: Party): Map<string, Cookie> {
    const id = `${service} ${caller}`
    const cookies = parties.get(id) ?? new Map<string, Cookie>()
    parties.delete(id)
    parties.set(id, cookies)
    if (parties.size > MAX_PARTIES) dropFirst(parties)
    return cookies
  }

  return {
    header(party, path) {
      const cookies = [...cookiesOf(party)].filter(
        ([, cookie]) => cookie.expiresAt > clock.now() && isBelow(path, cookie.path),
      )
      // The longer path first (RFC 6265, section 5.4).
      cookies.sort(([, a], [, b]) => b.path.length - a.path.length)
      return cookies.map(([id, { value }]) => `${nameOf(id)}=${value}`).join('; ') || undefined
    },
    store(party, path, lines) {
      const cookies = cookiesOf(party)
      for (const line of lines) {
        const parsed = parseCookie(line, path, clock.now())
        if (!parsed) continue
        const id = `${parsed.name} ${parsed.path}`
        cookies.delete(id)
        if (parsed.expiresAt > clock.now()) cookies.set(id, parsed)
        if (cookies.size > MAX_COOKIES) dropFirst(cookies)
      }
    },
  }
}

/** Reads a "set-cookie" line (RFC 6265, section 5.2). Its domain counts for nothing: each service is a site of its own. */
function parseCookie(line: string, requestPath: string, now: number): (Cookie & { name: string }) | undefined {
  if (line.length > MAX_COOKIE_BYTES) return undefined
  const [pair = '', ...attributes] = line.split(';')
  const [name, value] = split(pair)
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return undefined
  const attribute = new Map(attributes.map((each) => split(each)).map(([key, text]) => [key.toLowerCase(), text]))
  const path = attribute.get('path')
  return {
    name,
    value,
    path: path?.startsWith('/') ? path : requestPath.slice(0, requestPath.lastIndexOf('/')) || '/',
    expiresAt: expiry(attribute, now),
  }
}

function expiry(attribute: ReadonlyMap<string, string>, now: number): number {
  const age = attribute.get('max-age')
  if (age !== undefined && /^-?\d+$/.test(age)) return now + Number(age) * 1_000
  const date = Date.parse(attribute.get('expires') ?? '')
  return Number.isNaN(date) ? Number.POSITIVE_INFINITY : date
}

function split(text: string): [string, string] {
  const at = text.indexOf('=')
  return at < 0 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}

const nameOf = (id: string): string => id.slice(0, id.indexOf(' '))

function dropFirst<K>(map: Map<K, unknown>): void {
  for (const first of map.keys()) return void map.delete(first)
}
