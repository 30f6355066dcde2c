import { describe, expect, it } from 'vitest'
import { addressGroup } from './address-group.ts'

const relay = '12D3KooWGC6TvWhfapngX6wvJHMYvKpDMXPb3ZnCZ6dMoaMtimQ5'
const peer = '12D3KooWJRSrypvnpHgc6ZAgyCni4KcSmuV7uGcaMw5LgMKT18fq'

describe('the group of an address', () => {
  const groups: [what: string, address: string, group: string][] = [
    ['TCP over IPv4: the /16', '/ip4/8.8.4.4/tcp/4001', 'ip4:8.8'],
    ['TCP over IPv6: the /32', '/ip6/2600:1f18:22::1/tcp/4001', 'ip6:26001f18'],
    ['IPv4 inside IPv6: the /16 of what is inside', '/ip6/2002:0808:0404::1/tcp/4001', 'ip4:8.8'],
    ['WebSocket by name: the registrable domain', '/dns4/a.b.node.example/tcp/443/wss', 'domain:node.example'],
    ['a name under a country: three labels', '/dns4/a.node.co.uk/tcp/443/wss', 'domain:node.co.uk'],
    ['a name that is an address', '/dns4/8.8.4.4/tcp/443/wss', 'ip4:8.8'],
    ['our HTTP transport: as its host', '/dns4/x.node.example/tcp/443/tls/http', 'domain:node.example'],
    ['through a relay: the relay', `/ip4/8.8.4.4/tcp/1/ws/p2p/${relay}/p2p-circuit/p2p/${peer}`, 'ip4:8.8'],
    ['WebRTC by a relay: the relay', `/ip4/8.8.4.4/tcp/1/ws/p2p/${relay}/p2p-circuit/webrtc/p2p/${peer}`, 'ip4:8.8'],
    ['WebRTC seen directly: the remote', '/ip4/8.8.4.4/udp/4001/webrtc-direct', 'ip4:8.8'],
    ['a relay of which only the id is seen', `/p2p/${relay}/p2p-circuit/p2p/${peer}`, `p2p:${relay}`],
    ['a host of the local network: itself', '/ip4/192.168.1.7/tcp/4001', 'local:192.168.1.7'],
    ['this machine: each port', '/ip4/127.0.0.1/tcp/4001', 'local:127.0.0.1:4001'],
    ['in memory', '/memory/a', 'memory:a'],
    ['what nobody can read', 'no address', 'unknown'],
  ]
  for (const [what, address, group] of groups) it(`is, for ${what}`, () => expect(addressGroup(address)).toBe(group))

  it('is one for all relayed peers of one relay, whoever they say they are', () => {
    const through = (id: string): string => addressGroup(`/ip4/8.8.4.4/tcp/1/ws/p2p/${id}/p2p-circuit/p2p/${peer}`)
    expect(through(relay)).toBe(through(peer))
  })
})
