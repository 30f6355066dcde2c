import type { KeyPair } from '@hydra/identity'
import { createKeyPair } from '@hydra/identity'
import { createMemoryNetwork, createRouter, lazyTree, type Router, type RouterOptions } from '@hydra/router'

/** Peers in a row, each linked to the next, so that a request from one end to the other takes every hop. */
export interface Line {
  readonly asker: Router
  readonly host: Router
  readonly routers: readonly Router[]
  readonly key: KeyPair
  /** Takes the peer at one end away, its connections and all: the asker, or the host. */
  vanish(end: 'asker' | 'host'): void
  close(): Promise<void>
}

/** Nothing is delayed, a key costs little work, and it does not matter how few there are to hide behind. */
export const UNHINDERED = { acceptWeak: true, tail: { meanLinks: 0 }, ticketBits: 4 } as const

/** Links as many routers as the hops need. `UNHINDERED`, unless told otherwise. */
export async function createLine(hops: number, options: Partial<RouterOptions> = {}): Promise<Line> {
  const network = createMemoryNetwork()
  const peers = Array.from({ length: hops + 1 }, () => network.add())
  const routers = peers.map(({ link }) => {
    const spread = lazyTree({ link })
    return createRouter({ link, spread, ...UNHINDERED, ...options })
  })
  peers.forEach((peer, index) => {
    const next = peers[index + 1]
    if (next) network.connect(peer, next)
  })
  const [asker] = routers
  const host = routers.at(-1)
  if (!asker || !host) throw new RangeError('A line has two ends.')
  return {
    asker,
    host,
    routers,
    key: await createKeyPair(),
    vanish(end) {
      const peer = end === 'asker' ? peers[0] : peers.at(-1)
      if (peer) network.remove(peer)
    },
    async close() {
      await Promise.all(routers.map((router) => router.close()))
    },
  }
}
