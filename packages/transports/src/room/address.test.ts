import { multiaddr } from '@multiformats/multiaddr'
import { describe, expect, it } from 'vitest'
import { isRoomAddress, leadsToWebRTC, roomAddress, roomOf, targetOf } from './address.ts'

const PEER = '12D3KooWDta5CKCw6nKTm3eMNsw8SxPmKAGSWCbyJ943A88pVLtS'

describe('room addresses', () => {
  it.each([
    ['wss://room.example', '/dns/room.example/tcp/443/tls/ws/p2p-websocket-star'],
    ['wss://room.example/lobby', '/dns/room.example/tcp/443/tls/ws/http-path/lobby/p2p-websocket-star'],
    ['wss://room.example/a/b?c=d', '/dns/room.example/tcp/443/tls/ws/http-path/a%2Fb%3Fc%3Dd/p2p-websocket-star'],
    ['ws://127.0.0.1:9000/', '/ip4/127.0.0.1/tcp/9000/ws/p2p-websocket-star'],
    ['ws://[::1]:9000', '/ip6/::1/tcp/9000/ws/p2p-websocket-star'],
  ])('of %s is %s', (url, address) => {
    expect(multiaddr(roomAddress(url)).toString()).toBe(address)
    expect(isRoomAddress(multiaddr(address))).toBe(true)
  })

  it('name the peer and the way, and the room without them', () => {
    const room = roomAddress('wss://room.example/lobby')
    const address = multiaddr(`${room}/webrtc/p2p/${PEER}`)
    expect([isRoomAddress(address), leadsToWebRTC(address), targetOf(address), roomOf(address)]).toEqual([
      true,
      true,
      PEER,
      room,
    ])
    expect(leadsToWebRTC(multiaddr(`${room}/p2p/${PEER}`))).toBe(false)
  })

  it.each([
    '/dns4/room.example/tcp/443/tls/ws',
    `/dns4/room.example/tcp/443/tls/ws/p2p/${PEER}/p2p-circuit/webrtc`,
    '/webrtc',
    `/dns4/room.example/tcp/443/tls/ws/p2p-websocket-star/p2p/${PEER}/p2p-circuit`,
  ])('leave %s to others', (address) => {
    expect(isRoomAddress(multiaddr(address))).toBe(false)
  })

  it('refuse what is no WebSocket URL', () => {
    expect(() => roomAddress('https://room.example')).toThrow('no WebSocket URL')
  })
})
