import { describe, expect, it } from 'vitest'
import type { NetworkPeer } from '../scene.ts'
import { radialLayout, type Spot } from './radial.ts'

const peer = (peerId: string, own: Partial<NetworkPeer> = {}): NetworkPeer => ({
  peerId,
  state: 'connected',
  sources: [],
  ...own,
})
const many = (count: number, own: Partial<NetworkPeer> = {}): NetworkPeer[] =>
  Array.from({ length: count }, (_, at) => peer(`${own.state ?? 'connected'} ${at}`, own))

const SPACE = { width: 800, height: 600 }
const distance = ({ x, y }: Spot): number => Math.hypot((x - 400) / 400, (y - 300) / 300)

describe('peers around oneself', () => {
  it('stand the farther out the longer their round trip is, and on the rim where they are not connected', () => {
    const peers = [
      peer('near', { roundTripMs: 1 }),
      peer('far', { roundTripMs: 400 }),
      peer('gone', { state: 'waiting' }),
    ]
    const { spots } = radialLayout(peers, SPACE)
    const of = (id: string): number => distance(spots.find((spot) => spot.peer.peerId === id) as Spot)
    expect(of('near')).toBeLessThan(of('far'))
    expect(of('far')).toBeLessThan(of('gone'))
  })

  it('all lie within the picture, whatever is said of their round trips', () => {
    const odd = [-5, 0, Number.NaN, Number.POSITIVE_INFINITY, 1e12].map((roundTripMs, at) =>
      peer(`odd ${at}`, { roundTripMs }),
    )
    for (const { x, y } of radialLayout([...odd, ...many(30), ...many(30, { state: 'unreachable' })], SPACE).spots) {
      expect(x).toBeGreaterThan(0)
      expect(x).toBeLessThan(800)
      expect(y).toBeGreaterThan(0)
      expect(y).toBeLessThan(600)
    }
  })

  it('keep their order when others come', () => {
    const angles = (peers: readonly NetworkPeer[]) =>
      radialLayout(peers, SPACE)
        .spots.toSorted((a, b) => a.angle - b.angle)
        .map((spot) => spot.peer.peerId)
    const before = angles(many(7))
    expect(angles([peer('new'), ...many(7)]).filter((id) => id !== 'new')).toEqual(before)
  })

  it('are drawn up to a bound, and the rest is counted', () => {
    const { spots, left } = radialLayout([...many(1_000), ...many(500, { state: 'waiting' })], SPACE)
    expect([spots.length, left]).toEqual([80, { connected: 952, others: 468 }])
  })
})
