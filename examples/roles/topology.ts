// Topology: which connections to keep. A pure function says it; here 300 peers follow one of two, and count their hops.
import assert from 'node:assert/strict'
import { type ConnectedPeer, type KnownPeer, mesh, ring, type Topology } from '@hydra/discovery'

const PEERS = 300
const everyone = Array.from({ length: PEERS }, (_, index): KnownPeer => {
  return { id: `peer-${index}`, group: `network-${index}`, anchor: false, rank: 2 }
})
const links = new Map<string, Map<string, ConnectedPeer>>()
const neighbours = (id: string) => [...(links.get(id)?.values() ?? [])]
let seed = 7 // a run is the same each time
const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647

/** Lets each peer look around ten times, and do what the topology says: in life, `createDiscovery` does this. */
function settle(topologyOf: (self: string) => Topology): void {
  for (const { id } of everyone) links.set(id, new Map())
  const topologies = new Map(everyone.map(({ id }) => [id, topologyOf(id)]))
  for (let now = 0; now < 10; now++) {
    for (const self of everyone) {
      const others = everyone.filter((peer) => peer !== self)
      const { dial = [], drop = [] } = topologies.get(self.id)?.(others, neighbours(self.id), now, random) ?? {}
      for (const other of others.filter(({ id }) => dial.includes(id))) {
        links.get(self.id)?.set(other.id, { ...other, outbound: true, sinceMs: now })
        links.get(other.id)?.set(self.id, { ...self, outbound: false, sinceMs: now })
      }
      for (const id of drop) if (links.get(self.id)?.delete(id)) links.get(id)?.delete(self.id)
    }
  }
}

/** How many hops it takes from one peer to each other, going wherever there is a link. */
function hopsFrom(start: string): number[] {
  const hops = new Map([[start, 0]])
  for (const [id, count] of hops)
    for (const next of neighbours(id)) if (!hops.has(next.id)) hops.set(next.id, count + 1)
  return [...hops.values()]
}

for (const [name, topologyOf, most] of [
  ['mesh', () => mesh(), 12],
  ['ring', (self: string) => ring({ self, fingers: 8 }), 64],
] as const) {
  settle(topologyOf)
  const degrees = everyone.map(({ id }) => neighbours(id).length)
  const hops = hopsFrom('peer-0')
  assert.equal(hops.length, PEERS) // all in one part
  assert(Math.max(...degrees) <= most)
  assert(Math.max(...hops) <= 5)
  console.log(
    `${name}: ${Math.min(...degrees)} to ${Math.max(...degrees)} links each, at most ${Math.max(...hops)} hops`,
  )
}
