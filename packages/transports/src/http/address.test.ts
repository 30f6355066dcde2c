import { multiaddr } from '@multiformats/multiaddr'
import { describe, expect, it } from 'vitest'
import { HTTP_PATH, httpUrl } from './address.ts'

const PEER = '12D3KooWDta5CKCw6nKTm3eMNsw8SxPmKAGSWCbyJ943A88pVLtS'

describe('httpUrl', () => {
  it.each([
    ['/ip4/192.0.2.1/tcp/8080/http', 'http://192.0.2.1:8080'],
    ['/ip6/2001:db8::1/tcp/8080/http', 'http://[2001:db8::1]:8080'],
    ['/dns4/a.example/tcp/443/tls/http', 'https://a.example'],
    ['/dns/a.example/tcp/8443/https', 'https://a.example:8443'],
    ['/dns6/a.example/tcp/443/tls/sni/a.example/http', 'https://a.example'],
    ['/dns4/a.example/tcp/443/tls/http/http-path/deep%2Fbase', 'https://a.example/deep/base'],
  ])('of %s is %s', (address, base) => {
    expect(httpUrl(multiaddr(address))?.href).toBe(base + HTTP_PATH)
    expect(httpUrl(multiaddr(`${address}/p2p/${PEER}`))?.href).toBe(base + HTTP_PATH)
  })

  it.each([
    '/ip4/192.0.2.1/tcp/80',
    '/ip4/192.0.2.1/tcp/8080/ws',
    '/ip4/192.0.2.1/udp/8080/quic-v1',
    `/ip4/192.0.2.1/tcp/8080/http/p2p/${PEER}/p2p-circuit`,
    `/ip4/192.0.2.1/tcp/8080/http/p2p/${PEER}/p2p-circuit/p2p/${PEER}`,
    '/ip4/192.0.2.1/http',
  ])('leaves %s to others', (address) => {
    expect(httpUrl(multiaddr(address))).toBeUndefined()
  })

  it('stays at its place however the path tries to climb', () => {
    const url = httpUrl(multiaddr('/dns4/a.example/tcp/443/tls/http/http-path/%2F..%2F..%2Fadmin%3Fx%3D1'))
    expect(url?.host).toBe('a.example')
    expect(url?.search).toBe('')
    expect(url?.pathname.endsWith(HTTP_PATH)).toBe(true)
  })
})
