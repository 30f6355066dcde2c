import { type Address, parseAddress } from './address.ts'
import { isPublicIp, parseIp, unwrapIp4 } from './ip.ts'

/**
 * The party that an address most likely belongs to: peers of one group count as one when neighbours are chosen.
 *
 * The first hop decides, because that is the machine an attacker pays for: the remote /16 (IPv6: /32) for TCP, WebRTC
 * and HTTP where it is seen, the registrable domain where there is only a name, and the relay's own group for a relayed
 * connection and for WebRTC that was signalled through a relay or a room. Inside a private network each host is a group.
 */
export function addressGroup(address: string): string {
  try {
    return groupOf(parseAddress(address))
  } catch {
    // Whoever sends what nobody can read shares one group with all others who do.
    return 'unknown'
  }
}

/**
 * What quotas count: the one address that a line has, of IPv6 the /64 that every line gets. Narrower than a group, or a
 * whole provider would share what one of its customers uses up; peers behind one relay share the relay's.
 */
export function quotaParty(address: string): string {
  const ip = parseIp(hostOf(address))
  if (!ip) return addressGroup(address)
  return (unwrapIp4(ip) ?? ip).subarray(0, 8).join('.')
}

function hostOf(address: string): string {
  try {
    return parseAddress(address).components[0]?.value ?? ''
  } catch {
    return ''
  }
}

function groupOf({ components }: Address): string {
  const [host, transport] = components
  if (!host) return 'unknown'
  if (host.name === 'ip6zone') return groupOf({ text: '', components: components.slice(1) })
  if (host.name === 'ip4' || host.name === 'ip6') return ipGroup(host.value ?? '', transport?.value ?? '')
  if (host.name.startsWith('dns')) return nameGroup(host.value ?? '', transport?.value ?? '')
  return `${host.name}:${host.value ?? ''}`
}

function ipGroup(text: string, port: string): string {
  const ip = parseIp(text)
  if (!ip) return 'unknown'
  const ip4 = ip.length === 4 ? ip : unwrapIp4(ip)
  if (!isPublicIp(ip)) return `local:${text}${isLoopback(ip4 ?? ip) ? `:${port}` : ''}`
  if (ip4) return `ip4:${ip4[0]}.${ip4[1]}`
  return `ip6:${[...ip.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

// Only this machine can listen there, so an address of loopback says nothing about who pays for it.
function isLoopback(ip: Uint8Array): boolean {
  if (ip.length === 4) return ip[0] === 127
  return ip.every((byte, index) => byte === (index === 15 ? 1 : 0))
}

function nameGroup(name: string, port: string): string {
  if (parseIp(name)) return ipGroup(name, port)
  return `domain:${registrableDomain(name)}`
}

// Labels under which a two-letter country sells names. A list of all public suffixes costs 40 kB and ages; where this
// one is too short, strangers share a group, which costs diversity but never safety.
const SECOND_LEVEL = new Set(['ac', 'co', 'com', 'edu', 'gov', 'go', 'ne', 'net', 'or', 'org'])

function registrableDomain(name: string): string {
  const labels = name.toLowerCase().split('.').filter(Boolean)
  const [second = '', top = ''] = labels.slice(-2)
  const length = labels.length > 2 && top.length === 2 && SECOND_LEVEL.has(second) ? 3 : 2
  return labels.slice(-length).join('.')
}
