import { describe, expect, it } from 'vitest'
import { parseAddress } from './address.ts'
import { anyAddress, publicAddresses } from './address-policy.ts'
import type { Origin } from './source.ts'

const may = (address: string, origin: Origin = 'strangers'): boolean => publicAddresses()(parseAddress(address), origin)

describe('the default policy for addresses', () => {
  const refused = [
    '/ip4/127.0.0.1/tcp/4001',
    '/ip4/10.1.2.3/tcp/4001',
    '/ip4/172.31.0.1/tcp/4001',
    '/ip4/192.168.1.1/tcp/8080',
    '/ip4/169.254.169.254/tcp/80',
    '/ip4/100.64.0.1/tcp/4001',
    '/ip4/0.0.0.0/tcp/4001',
    '/ip4/224.0.0.251/udp/5353',
    '/ip4/255.255.255.255/udp/4001',
    '/ip6/::1/tcp/4001',
    '/ip6/::/tcp/4001',
    '/ip6/fe80::1/tcp/4001',
    '/ip6/fd00::1/tcp/4001',
    '/ip6/::ffff:127.0.0.1/tcp/4001',
    '/ip6/64:ff9b::7f00:1/tcp/4001',
    '/ip6/2002:7f00:1::/tcp/4001',
    '/dns4/localhost/tcp/4001',
    '/dns4/printer.local/tcp/4001',
    '/dns4/router/tcp/443',
    '/dns4/a.internal/tcp/443/wss',
    '/dns4/127.0.0.1/tcp/4001',
    '/ip4/8.8.4.4/tcp/25',
    '/ip4/8.8.4.4/udp/53',
    '/memory/a',
  ]
  for (const address of refused) it(`refuses ${address} of a stranger`, () => expect(may(address)).toBe(false))

  const allowed = [
    '/ip4/8.8.4.4/tcp/4001',
    '/ip4/8.8.4.4/tcp/443/tls/ws',
    '/ip4/172.32.0.1/tcp/4001',
    '/ip6/2600:1f18::1/udp/4001/webrtc-direct',
    '/dns4/node.example/tcp/443/wss',
  ]
  for (const address of allowed) it(`takes ${address} of a stranger`, () => expect(may(address)).toBe(true))

  it('dials private addresses that the user or the local network names', () => {
    expect(may('/ip4/192.168.1.1/tcp/4001', 'user')).toBe(true)
    expect(may('/ip4/192.168.1.1/tcp/4001', 'local-network')).toBe(true)
  })

  it('can be told to take anything', () => {
    expect(anyAddress()(parseAddress('/ip4/127.0.0.1/tcp/4001'), 'strangers')).toBe(true)
  })
})
