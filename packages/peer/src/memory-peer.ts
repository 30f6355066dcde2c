import { createMemoryNeighbourhood, meetNeighbours, type Neighbourhood } from '@hydra/records'
import { createMemoryNetwork, createRouter, lazyTree, type MemoryPeer } from '@hydra/router'
import { type FeatureOptions, features } from './features.ts'
import { nowhere } from './home.ts'
import type { Parts, PeerLink } from './parts.ts'
import { memoryFiles } from './peer-files.ts'
import { peerRecords } from './peer-records.ts'

/** A link to the other peers of a mesh in memory. */
export interface MemoryLink extends PeerLink {
  /** Streams to the same peers. */
  readonly neighbourhood: Neighbourhood
}

/** Peers of one process, each linked to each. */
export interface MemoryMesh {
  /** A new peer's link: it meets the others when it opens. */
  join(): MemoryLink
}

/** Creates a mesh in memory, for tests, examples, and the first five minutes. */
export function createMemoryMesh(): MemoryMesh {
  const network = createMemoryNetwork()
  const streams = createMemoryNeighbourhood()
  const present = new Set<MemoryPeer>()
  return {
    join() {
      const own = network.add()
      return {
        ...own.link,
        neighbourhood: streams.join(own.id),
        explain: () => ({ neighbours: [...own.link.neighbours()] }),
        async open() {
          for (const other of present) {
            network.connect(own, other)
            streams.connect(own.id, other.id)
          }
          present.add(own)
        },
        async close() {
          if (!present.delete(own)) return
          network.remove(own)
          streams.leave(own.id)
        },
      }
    },
  }
}

/** A peer without a network card: it reaches the others of its mesh, and nobody else. */
export function memoryPeer(mesh: MemoryMesh, options: FeatureOptions = {}): Parts<MemoryLink> {
  const home = nowhere()
  return {
    identity: () => home.identity(),
    link: () => mesh.join(),
    spread: ({ link }) => lazyTree({ link }),
    // A handful of peers hide nobody; whoever runs them in one process knows all of them anyway.
    router: ({ link, spread }) => createRouter({ link, spread, acceptWeak: true }),
    records({ link, router }) {
      const meetings = meetNeighbours(link.neighbourhood)
      return peerRecords(router, { add: (set) => meetings.add(set), close: async () => meetings.close() })
    },
    files: ({ router }) => memoryFiles(home, { router }),
    ...features(() => home, options),
  }
}
