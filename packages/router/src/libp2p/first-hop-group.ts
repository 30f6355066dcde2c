/**
 * Who most likely runs what answers at an address: the first machine on the way to it, by network, or by domain.
 * Addresses of this machine are told apart by port, because nobody else can have them.
 */
export function firstHopGroup(address: string): string {
  const [, kind = '', host = '', , port = ''] = address.split('/')
  if (kind === 'ip4') {
    const bytes = host.split('.')
    return bytes[0] === '127' ? `${kind}:${host}:${port}` : `${kind}:${bytes.slice(0, 2).join('.')}`
  }
  if (kind === 'ip6') return host === '::1' ? `${kind}:${host}:${port}` : `${kind}:${networkOf(host)}`
  if (kind.startsWith('dns')) return `domain:${host.toLowerCase().split('.').slice(-2).join('.')}`
  return `${kind}:${host}`
}

/** The first 32 bits. `::` in them stands for zeros. */
function networkOf(ip: string): string {
  const [head = ''] = ip.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  return [groups[0] ?? '0', groups[1] ?? '0'].map((group) => group.replace(/^0+(?=.)/, '')).join(':')
}
