import { createMemoryNetwork, createRouter, lazyTree, type MemoryPeer } from '@hydra/router'
import { createServices } from '@hydra/services'
import type { Parts, PeerLink } from './create-peer.ts'

/** Peers of one process, each linked to each. */
export interface MemoryMesh {
  /** A new peer's link: it meets the others when it opens. */
  join(): PeerLink
}

/** Creates a mesh in memory, for tests, examples, and the first five minutes. */
export function createMemoryMesh(): MemoryMesh {
  const network = createMemoryNetwork()
  const present = new Set<MemoryPeer>()
  return {
    join() {
      const own = network.add()
      return {
        ...own.link,
        async open() {
          for (const other of present) network.connect(own, other)
          present.add(own)
        },
        async close() {
          if (present.delete(own)) network.remove(own)
        },
      }
    },
  }
}

/** A peer without a network card: it reaches the others of its mesh, and nobody else. */
export function memoryPeer(mesh: MemoryMesh): Parts {
  return {
    link: () => mesh.join(),
    spread: ({ link }) => lazyTree({ link }),
    // A handful of peers hide nobody; whoever runs them in one process knows all of them anyway.
    router: ({ link, spread }) => createRouter({ link, spread, acceptWeak: true }),
    services: ({ router }) => createServices({ router }),
  }
}
