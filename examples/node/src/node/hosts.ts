import { networkInterfaces } from 'node:os'

/** The addresses that "loopback" and "all" stand for here: of IPv6 only where this machine has it. */
export function hostsOf(listen: readonly string[]): string[] {
  const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ family }) => family === 'IPv6'),
  )
  return listen.flatMap((each) => {
    if (each === 'loopback') return hasIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1']
    if (each === 'all') return hasIpv6 ? ['0.0.0.0', '::'] : ['0.0.0.0']
    return [each]
  })
}
