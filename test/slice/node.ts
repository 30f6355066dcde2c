// A node as a process of its own: `node node.ts '{"dial":[]}'`. It tells its parent where it is, and how it fares.
import { createPeer } from '@hydra/peer'
import { type NodeLink, nodePeer } from '@hydra/peer/node'
import { multiaddr } from '@multiformats/multiaddr'

export interface NodeNews {
  readonly url: string
  readonly addresses: readonly string[]
  readonly peerId: string
}

export interface NodeState {
  /** What is in use after a collection: what waits for one says nothing. */
  readonly usedBytes: number
  /** Everything that the peer's neighbours sent it or were sent by it, as hex, where it was told to record. */
  readonly recorded: readonly string[]
}

const { dial = [], record = false }: { dial?: string[]; record?: boolean } = JSON.parse(process.argv[2] ?? '{}')
const recorded: string[] = []
const preset = nodePeer({ dial, acceptWeak: true })
const peer = await createPeer({ ...preset, link: async (below) => recording(await preset.link(below)) })
const news: NodeNews = {
  url: peer.link.port.url,
  addresses: peer.link.node.getMultiaddrs().map(String),
  peerId: peer.link.node.peerId.toString(),
}
process.send?.(news)
process.on('message', ({ dial }: { dial?: string }) => {
  const dialled = dial ? peer.link.node.dial(multiaddr(dial)) : undefined
  void Promise.resolve(dialled).finally(() => {
    globalThis.gc?.()
    const { heapUsed, external } = process.memoryUsage()
    const state: NodeState = { usedBytes: heapUsed + external, recorded }
    process.send?.(state)
  })
})
process.on('disconnect', () => process.exit())

/** What a relay that wants to know writes down: each frame that it gets to see. */
function recording(link: NodeLink): NodeLink {
  if (!record) return link
  const note = (frame: Uint8Array) => recorded.push(Buffer.from(frame).toString('hex'))
  return {
    ...link,
    send(to, frame, options) {
      note(frame)
      return link.send(to, frame, options)
    },
    onFrame: (listener) =>
      link.onFrame((from, frame) => {
        note(frame)
        listener(from, frame)
      }),
  }
}
