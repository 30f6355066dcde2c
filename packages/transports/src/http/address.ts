import {
  CODE_DNS,
  CODE_DNS4,
  CODE_DNS6,
  CODE_HTTP,
  CODE_HTTP_PATH,
  CODE_HTTPS,
  CODE_IP4,
  CODE_IP6,
  CODE_P2P,
  CODE_SNI,
  CODE_TCP,
  CODE_TLS,
  type Multiaddr,
} from '@multiformats/multiaddr'

/** Where the transport answers below the base of an address. */
export const HTTP_PATH = '/hydra/transports/http/1.0.0'

const HOSTS = new Set([CODE_IP4, CODE_IP6, CODE_DNS, CODE_DNS4, CODE_DNS6])
const NAMES = new Map([
  [CODE_TCP, 'tcp'],
  [CODE_TLS, 'tls'],
  [CODE_SNI, 'sni'],
  [CODE_HTTP, 'http'],
  [CODE_HTTPS, 'https'],
  [CODE_HTTP_PATH, 'path'],
  [CODE_P2P, 'p2p'],
])
const SHAPES = /^host tcp (?:http|https|tls http|tls sni http)(?: path)?(?: p2p)?$/

/** The URL of an address such as `/dns4/a.example/tcp/443/tls/http`, or nothing if this transport cannot dial it. */
export function httpUrl(address: Multiaddr): URL | undefined {
  const components = address.getComponents()
  const shape = components.map(({ code }) => (HOSTS.has(code) ? 'host' : (NAMES.get(code) ?? '?'))).join(' ')
  if (!SHAPES.test(shape)) return undefined
  const value = (code: number) => components.find((component) => component.code === code)?.value
  const host = components[0]?.value ?? ''
  const scheme = shape.includes('tls') || shape.includes('https') ? 'https' : 'http'
  const base = `${scheme}://${components[0]?.code === CODE_IP6 ? `[${host}]` : host}:${value(CODE_TCP)}`
  const path = value(CODE_HTTP_PATH)
  if (!URL.canParse(base)) return undefined
  const url = new URL(base)
  url.pathname = `${path === undefined ? '' : `/${decodePath(path).replace(/^\/+|\/+$/g, '')}`}${HTTP_PATH}`
  return url
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
