import { expect, it } from 'vitest'
import { firstHopGroup } from './first-hop-group.ts'

it('puts addresses of one network, relay or domain into one group, and others into others', () => {
  const groups = [
    ['/ip4/1.2.3.4/tcp/1', '/ip4/1.2.9.9/tcp/2/ws', '/ip4/1.2.3.4/tcp/1/p2p/Q/p2p-circuit/p2p/R'],
    ['/ip4/1.3.3.4/tcp/1'],
    ['/ip6/2001:db8::1/tcp/1', '/ip6/2001:0db8:1::/udp/1/quic-v1'],
    ['/ip6/2001:db9::1/tcp/1'],
    ['/dns4/a.example.org/tcp/443/wss', '/dns/b.example.org/tcp/443'],
    ['/dns4/example.net/tcp/443/wss'],
    ['/ip4/127.0.0.1/tcp/1'],
    ['/ip4/127.0.0.1/tcp/2'],
    ['/memory/one'],
    ['/memory/two'],
  ].map((addresses) => new Set(addresses.map(firstHopGroup)))
  for (const group of groups) expect(group.size).toBe(1)
  expect(new Set(groups.map((group) => [...group][0])).size).toBe(groups.length)
})
