import { createRouter, type RouterOptions } from '../create-router.ts'
import { createMemoryNetwork, type MemoryNetwork, type MemoryPeer } from '../memory-link.ts'
import type { Router } from '../router.ts'
import { lazyTree } from '../spread/lazy-tree.ts'

export interface MeshPeer extends MemoryPeer {
  readonly router: Router
}

/** Routers on links in memory. */
export interface Mesh {
  readonly network: MemoryNetwork
  readonly peers: MeshPeer[]
  add(options?: Partial<RouterOptions>): MeshPeer
  /** Links the peers in this order, each to the next. */
  chain(...peers: MeshPeer[]): void
  close(): Promise<void>
}

/** Weak hiding is accepted, nothing is delayed, and a key costs little work, unless the options say otherwise. */
export function createMesh(defaults: Partial<RouterOptions> = {}): Mesh {
  const network = createMemoryNetwork()
  const peers: MeshPeer[] = []
  return {
    network,
    peers,
    add(options = {}) {
      const peer = network.add()
      const spread = lazyTree({ link: peer.link })
      const settings = { acceptWeak: true, tail: { meanLinks: 0 }, ticketBits: 4, ...defaults, ...options }
      const router = createRouter({ link: peer.link, spread, ...settings })
      peers.push({ ...peer, router })
      return peers.at(-1) as MeshPeer
    },
    chain(...line) {
      line.forEach((peer, index) => {
        const next = line[index + 1]
        if (next) network.connect(peer, next)
      })
    },
    async close() {
      await Promise.all(peers.map(({ router }) => router.close()))
    },
  }
}

export async function collect(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of body) {
    pieces.push(piece)
    length += piece.length
  }
  const all = new Uint8Array(length)
  let offset = 0
  for (const piece of pieces) {
    all.set(piece, offset)
    offset += piece.length
  }
  return all
}
