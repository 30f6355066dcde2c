import type { Address } from './address.ts'
import { isPublicIp, parseIp } from './ip.ts'
import type { Origin } from './source.ts'

/** Whether an address may be dialled, given who stands behind it. */
export type AddressPolicy = (address: Address, origin: Origin) => boolean

// Names that never leave a machine or a local network (RFC 6761, RFC 6762, RFC 8375, ICANN's .internal).
const LOCAL_NAMES = /(^|\.)(localhost|local|internal|home\.arpa|lan|test|invalid)\.?$/i

/**
 * The default: from strangers only what the internet can reach, on ports where peers listen.
 *
 * Otherwise a stranger makes this peer knock on its own router, or makes thousands of peers knock on someone's mail
 * server. A public name that resolves to a private address passes here: the resolver of the transport must judge it.
 */
export function publicAddresses(): AddressPolicy {
  return (address, origin) => origin !== 'strangers' || (isPublicHost(address) && isPeerPort(address))
}

/** Every well-formed address, whoever offers it. For closed networks and for tests. */
export function anyAddress(): AddressPolicy {
  return () => true
}

/** Whether the first hop of an address lies on the public internet. */
export function isPublicHost({ components }: Address): boolean {
  const [host] = components
  if (!host?.value) return false
  const ip = parseIp(host.value)
  if (ip) return isPublicIp(ip)
  return host.name.startsWith('dns') && host.value.includes('.') && !LOCAL_NAMES.test(host.value)
}

// Below 1024 live the services worth attacking; of these only the web's ports are also used by peers.
function isPeerPort({ components }: Address): boolean {
  const port = components.find(({ name }) => name === 'tcp' || name === 'udp')?.value
  if (port === undefined) return true
  const number = Number(port)
  return number >= 1024 || number === 80 || number === 443
}
