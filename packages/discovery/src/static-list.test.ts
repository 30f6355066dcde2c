import { describe, expect, it } from 'vitest'
import { InvalidAddressError } from './errors.ts'
import { staticList } from './static-list.ts'
import { testSource } from './testing/source-suite.ts'
import { testPeer } from './testing/test-peer.ts'

testSource(
  'static list',
  async () => {
    const peer = await testPeer(1)
    return { source: staticList([...peer.addresses()]), appear: async () => peer }
  },
  { late: false },
)

describe('a static list', () => {
  it('brings the addresses of one peer together', async () => {
    const { peerId } = await testPeer(1)
    const list = staticList([`/ip4/1.1.1.1/tcp/1/p2p/${peerId}`, `/dns4/a.example/tcp/443/wss/p2p/${peerId}`])
    const found = []
    for await (const candidate of list.find({ signal: new AbortController().signal })) found.push(candidate)
    expect(found).toEqual([{ peerId, addresses: ['/ip4/1.1.1.1/tcp/1', '/dns4/a.example/tcp/443/wss'] }])
  })

  it('says at once which address is wrong, and how to write it', () => {
    expect(() => staticList(['/ip4/1.1.1.1/tcp/4001'])).toThrow(InvalidAddressError)
    expect(() => staticList(['/dnsaddr/example.org/p2p/12D3KooWC7u1RWotsFySJgB1M3EX6zB42cCWCNep7Z8fqKfFRRcu'])).toThrow(
      /dns\(\)/,
    )
    expect(() => staticList(['https://node.example'])).toThrow(/https:\/\/node.example.*\/dns4\/example.org/)
  })
})
