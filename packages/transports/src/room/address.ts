import {
  CODE_HTTP_PATH,
  CODE_P2P,
  CODE_P2P_WEBSOCKET_STAR,
  CODE_SNI,
  CODE_TCP,
  CODE_TLS,
  CODE_WEBRTC,
  CODE_WS,
  CODE_WSS,
  multiaddr,
  type Multiaddr,
} from '@multiformats/multiaddr'

const NAMES = new Map([
  [CODE_TCP, 'tcp'],
  [CODE_TLS, 'tls'],
  [CODE_SNI, 'sni'],
  [CODE_WS, 'ws'],
  [CODE_WSS, 'wss'],
  [CODE_HTTP_PATH, 'path'],
  [CODE_P2P_WEBSOCKET_STAR, 'room'],
  [CODE_WEBRTC, 'webrtc'],
  [CODE_P2P, 'p2p'],
])
const SHAPE = /^host tcp (?:ws|wss|tls ws|tls sni ws)(?: path)? room(?: webrtc)?(?: p2p)?$/

/** Tells the addresses of rooms from all others: `/…/ws[/http-path/…]/p2p-websocket-star[/webrtc][/p2p/…]`. */
export function isRoomAddress(address: Multiaddr): boolean {
  const [, ...rest] = address.getComponents().map(({ code }) => NAMES.get(code) ?? '?')
  return SHAPE.test(['host', ...rest].join(' '))
}

/** Whether the address goes through the room to a direct connection. */
export function leadsToWebRTC(address: Multiaddr): boolean {
  return address.getComponents().some(({ code }) => code === CODE_WEBRTC)
}

export function targetOf(address: Multiaddr): string | undefined {
  return address.getComponents().findLast(({ code }) => code === CODE_P2P)?.value
}

/** The room alone, whoever is to be reached in it and however. */
export function roomOf(address: Multiaddr): string {
  const kept = address.getComponents().filter(({ code }) => code !== CODE_P2P && code !== CODE_WEBRTC)
  return multiaddr(kept).toString()
}

/** The address of the room at a WebSocket URL. */
export function roomAddress(url: string | URL): string {
  const { protocol, hostname, port, pathname, search } = new URL(url)
  if (protocol !== 'ws:' && protocol !== 'wss:') throw new TypeError(`"${String(url)}" is no WebSocket URL of a room.`)
  const secure = protocol === 'wss:'
  const host = hostname.startsWith('[')
    ? `ip6/${hostname.slice(1, -1)}`
    : `${/^\d+\.\d+\.\d+\.\d+$/.test(hostname) ? 'ip4' : 'dns'}/${hostname}`
  const path = `${pathname}${search}`.replace(/^\//, '')
  const place = path === '' ? '' : `/http-path/${encodeURIComponent(path)}`
  return `/${host}/tcp/${port || (secure ? 443 : 80)}${secure ? '/tls' : ''}/ws${place}/p2p-websocket-star`
}
