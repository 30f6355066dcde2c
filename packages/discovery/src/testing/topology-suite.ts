import { describe, expect, it } from 'vitest'
import type { Random } from '../random.ts'
import type { ConnectedPeer, KnownPeer, Topology } from '../topology.ts'
import { seededRandom } from './seeded-random.ts'

const PICTURES = 300

/** What every topology must do, tried on many random pictures. */
export function testTopology(name: string, create: (self: string) => Topology): void {
  describe(`topology: ${name}`, () => {
    it('dials only who is known and not connected, and each once', () => {
      eachPicture(create, ({ known, connected, change }) => {
        const here = new Set(connected.map(({ id }) => id))
        const diallable = known.map(({ id }) => id).filter((id) => !here.has(id))
        expect(diallable).toEqual(expect.arrayContaining([...change.dial]))
        expect(new Set(change.dial).size).toBe(change.dial.length)
      })
    })

    it('drops only who is connected, each once, and never an anchor', () => {
      eachPicture(create, ({ connected, change }) => {
        const droppable = connected.filter(({ anchor }) => !anchor).map(({ id }) => id)
        expect(droppable).toEqual(expect.arrayContaining([...change.drop]))
        expect(new Set(change.drop).size).toBe(change.drop.length)
      })
    })

    it('gives the same answer to the same picture', () => {
      eachPicture(create, ({ known, connected, change, topology, seed }) => {
        expect(topology(known, connected, 1000, seededRandom(seed))).toEqual(change)
      })
    })

    it('leaves the picture as it was', () => {
      eachPicture(create, ({ known, connected, topology }) => {
        const before = JSON.stringify([known, connected])
        topology(known, connected, 1000, seededRandom(1))
        expect(JSON.stringify([known, connected])).toBe(before)
      })
    })

    it('dials somebody when alone', () => {
      const known = [knownPeer(1, seededRandom(1)), knownPeer(2, seededRandom(2))]
      expect(create('self')(known, [], 0, seededRandom(1)).dial.length).toBeGreaterThan(0)
    })
  })
}

interface Picture {
  known: KnownPeer[]
  connected: ConnectedPeer[]
  change: ReturnType<Topology>
  topology: Topology
  seed: number
}

function eachPicture(create: (self: string) => Topology, look: (picture: Picture) => void): void {
  const topology = create('self')
  for (let seed = 0; seed < PICTURES; seed++) {
    const random = seededRandom(seed)
    const size = Math.floor(random() * 120)
    const everyone = Array.from({ length: size }, (_, index) => knownPeer(index, random))
    const share = random()
    const connected = everyone.filter(() => random() < share).map((peer) => connectedPeer(peer, random))
    // Callers may or may not list those who are connected among the known.
    const known = everyone.filter((peer) => seed % 2 === 0 || !connected.some(({ id }) => id === peer.id))
    look({ known, connected, change: topology(known, connected, 1000, seededRandom(seed)), topology, seed })
  }
}

function knownPeer(index: number, random: Random): KnownPeer {
  const group = `group ${Math.floor(random() * 20)}`
  return { id: `peer ${index}`, group, anchor: random() < 0.05, rank: Math.floor(random() * 3) }
}

function connectedPeer(peer: KnownPeer, random: Random): ConnectedPeer {
  return { ...peer, outbound: random() < 0.5, sinceMs: Math.floor(random() * 1000) }
}
