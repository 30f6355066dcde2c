import { multiaddr } from '@multiformats/multiaddr'
import { describe, expect, it } from 'vitest'
import { connectionKind } from './connection-kind.ts'

const PEER = '12D3KooWDta5CKCw6nKTm3eMNsw8SxPmKAGSWCbyJ943A88pVLtS'

describe('connectionKind', () => {
  it.each([
    ['/ip4/192.0.2.1/tcp/4001', 'tcp', false],
    ['/ip4/192.0.2.1/tcp/4001/ws', 'websocket', false],
    ['/dns4/a.example/tcp/443/wss', 'websocket', false],
    [`/garlic32/${'a'.repeat(52)}`, 'i2p', false],
    ['/dns4/a.example/tcp/443/tls/ws', 'websocket', false],
    ['/ip4/192.0.2.1/tcp/80/http', 'http', false],
    ['/dns4/a.example/tcp/443/https', 'http', false],
    [`/dns4/a.example/tcp/443/tls/ws/p2p/${PEER}/p2p-circuit`, 'websocket', true],
    [`/dns4/a.example/tcp/443/tls/http/p2p/${PEER}/p2p-circuit`, 'http', true],
    [`/dns4/a.example/tcp/443/tls/ws/p2p/${PEER}/p2p-circuit/webrtc`, 'webrtc', false],
    [`/p2p/${PEER}/p2p-circuit/webrtc/p2p/${PEER}/p2p-circuit`, 'webrtc', true],
    ['/webrtc', 'webrtc', false],
    ['/ip4/192.0.2.1/udp/4001/webrtc-direct', 'webrtc-direct', false],
    ['/dns4/room.example/tcp/443/wss/p2p-websocket-star', 'room', true],
    ['/memory/a', 'memory', false],
    ['/ip4/192.0.2.1/udp/4001/quic-v1', 'other', false],
  ])('of %s is %s, relayed: %s', (address, over, relayed) => {
    expect(connectionKind({ remoteAddr: multiaddr(`${address}/p2p/${PEER}`) })).toEqual({ over, relayed })
  })

  it('carries the round-trip time once it was measured', () => {
    expect(connectionKind({ remoteAddr: multiaddr('/memory/a'), rtt: 12 })).toMatchObject({ roundTripMs: 12 })
  })
})
