import { describe, expect, it } from 'vitest'
import { full } from './full.ts'
import { kademlia } from './kademlia.ts'
import { mesh } from './mesh.ts'
import { ring } from './ring.ts'
import { seededRandom } from './testing/seeded-random.ts'
import { testTopology } from './testing/topology-suite.ts'
import type { ConnectedPeer, KnownPeer } from './topology.ts'

testTopology('full', () => full())
testTopology('mesh', () => mesh())
testTopology('kademlia', (self) => kademlia({ self }))
testTopology('ring', (self) => ring({ self }))

const random = seededRandom(1)
const known = (count: number, group: (index: number) => string, extra: Partial<KnownPeer> = {}): KnownPeer[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${group(index)} ${index}`,
    group: group(index),
    anchor: false,
    rank: 1,
    ...extra,
  }))
const connected = (
  count: number,
  group: (index: number) => string,
  extra: Partial<ConnectedPeer> = {},
): ConnectedPeer[] => known(count, group).map((peer, index) => ({ ...peer, outbound: true, sinceMs: index, ...extra }))
const own = (index: number): string => `group ${index}`

describe('a mesh', () => {
  it('fills up to its target, from a group each', () => {
    const { dial } = mesh()(known(100, own), [], 0, random)
    expect(dial).toHaveLength(10)
  })

  it('is not taken over by a thousand addresses of one party', () => {
    const attacker = known(1000, () => 'attacker')
    const honest = known(20, own)
    const { dial } = mesh()([...attacker, ...honest], [], 0, random)
    expect(dial.filter((id) => id.startsWith('attacker')).length).toBeLessThanOrEqual(2)
    expect(dial).toHaveLength(10)
  })

  it('takes more of one group rather than being alone, and lets them go once others are there', () => {
    const lonely = mesh()(
      known(50, () => 'relay'),
      [],
      0,
      random,
    )
    expect(lonely.dial).toHaveLength(6)
    const crowd = connected(6, () => 'relay')
    const others = connected(4, own)
    expect(
      mesh()(
        known(5, (index) => `new ${index}`),
        crowd,
        0,
        random,
      ).dial,
    ).toHaveLength(4)
    expect(mesh()([], [...crowd, ...others], 0, random).drop).toEqual(['relay 5'])
    expect(mesh()([], [...crowd, ...others.slice(0, 3)], 0, random).drop).toEqual([])
  })

  it('keeps a quota of its own choice however many others come', () => {
    const guests = connected(12, own, { outbound: false })
    expect(
      mesh()(
        known(20, (index) => `new ${index}`),
        guests,
        0,
        random,
      ).dial,
    ).toHaveLength(4)
    const both = [
      ...connected(30, own, { outbound: false }),
      ...connected(4, (index) => `chosen ${index}`, { sinceMs: 1000 }),
    ]
    const { drop } = mesh()([], both, 0, random)
    expect(drop).toHaveLength(34 - 12)
    expect(drop.filter((id) => id.startsWith('chosen'))).toEqual([])
  })

  it('dials its anchors first, and never drops them', () => {
    const anchors = known(2, (index) => `anchor ${index}`, { anchor: true })
    const { dial } = mesh()([...known(100, own), ...anchors], [], 0, random)
    expect(dial.slice(0, 2)).toEqual(anchors.map(({ id }) => id))
    const crowd = connected(40, own, { anchor: true })
    expect(mesh()([], crowd, 0, random).drop).toEqual([])
  })

  it('prefers what was signed to hearsay', () => {
    const hearsay = known(50, (index) => `hearsay ${index}`, { rank: 2 })
    const { dial } = mesh()([...hearsay, ...known(50, own)], [], 0, random)
    expect(dial.filter((id) => id.startsWith('hearsay'))).toEqual([])
  })

  it('leaves alone what is within its bounds', () => {
    expect(
      mesh()(
        known(50, (index) => `new ${index}`),
        connected(10, own),
        0,
        random,
      ),
    ).toEqual({ dial: [], drop: [] })
  })
})

describe('a full topology', () => {
  it('dials everybody, up to its limit', () => {
    expect(full()(known(20, own), [], 0, random).dial).toHaveLength(20)
    expect(
      full({ maxPeers: 10 })(
        known(20, own),
        connected(4, (index) => `here ${index}`),
        0,
        random,
      ).dial,
    ).toHaveLength(6)
  })
})
