import { describe, expect, it } from 'vitest'
import { simulateKademlia, simulateMesh, simulateRing } from './scenarios.ts'
import type { SimulationResult } from './simulate.ts'

const PEERS = 200

describe(`${PEERS} peers, of which a fifth vanishes each minute`, () => {
  it('stay one mesh of few links each', () => {
    const { connectedShare, degree, leastBelieved, maxPerGroup } = simulateMesh(PEERS, 1)
    expect(connectedShare).toBe(1)
    expect(degree.min).toBeGreaterThanOrEqual(5)
    expect(degree.max).toBeLessThanOrEqual(12)
    expect(leastBelieved).toBeGreaterThanOrEqual(6)
    expect(maxPerGroup).toBeLessThanOrEqual(2)
  })

  it('have all chosen four of their neighbours themselves, once nobody leaves', () => {
    expect(simulateMesh(PEERS, 1, { churnPerMinute: 0 }).outbound.min).toBeGreaterThanOrEqual(4)
  })

  it('stay one mesh at rest where all of them are behind one relay', () => {
    const calm = { peersPerGroup: Number.POSITIVE_INFINITY, churnPerMinute: 0 }
    const { connectedShare, degree, dropsPerMinute } = simulateMesh(PEERS, 1, calm)
    expect(connectedShare).toBe(1)
    expect(degree.min).toBeGreaterThanOrEqual(6)
    expect(degree.max).toBeLessThanOrEqual(12)
    expect(dropsPerMinute).toBeLessThan(0.2)
  })

  it('fall apart where nobody mends the mesh: the measure can fail', () => {
    let steps = 0
    const once = () => (known: readonly { id: string }[]) => ({
      dial: steps++ < PEERS ? known.slice(0, 2).map(({ id }) => id) : [],
      drop: [],
    })
    const { connectedShare } = simulateMesh(PEERS, 1, { topology: once })
    expect(connectedShare).toBeLessThan(0.9)
  })

  it('find the peer that is responsible for a key, by Kademlia', () => expectLookups(simulateKademlia(PEERS, 1)))

  it('find the peer that is responsible for a key, around the ring', () => expectLookups(simulateRing(PEERS, 1)))
})

function expectLookups({ lookups, connectedShare, degree }: SimulationResult): void {
  expect(connectedShare).toBe(1)
  expect(degree.max).toBeLessThanOrEqual(80)
  expect(lookups?.correct).toBeGreaterThan(0.9)
  expect(lookups?.meanHops).toBeLessThan(Math.log2(PEERS))
}
