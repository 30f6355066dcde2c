import type { ContentRouting, Libp2p, PeerId, Stream, Connection } from '@libp2p/interface'
import type { SwarmOptions, Swarm, SwarmNetwork } from '../swarm/swarm.ts'
import { createSwarm } from '../swarm/swarm.ts'
import { libp2pByteStream } from './libp2p-byte-stream.ts'

export const FILES_PROTOCOL = '/hydra/files/1.0.0'

// Beyond it a peer is after our memory: one stream carries all its questions.
const MAX_STREAMS = 4
// A peer keeps its line open between files for so long.
const IDLE_MS = 120_000

/** What is needed of a libp2p node. */
export type SwarmNode = Pick<Libp2p, 'dialProtocol' | 'getPeers' | 'handle' | 'unhandle' | 'peerStore'>

export interface Libp2pSwarmOptions extends Omit<SwarmOptions, 'network'> {
  /** Finds peers that announced a file, and announces ours: `node.contentRouting`, or another way. @default connected peers only */
  routing?: Pick<ContentRouting, 'findProviders' | 'provide'>
}

/** Serves the blocks of a store to connected peers, and gets blocks from them. */
export async function libp2pSwarm(node: SwarmNode, { routing, ...options }: Libp2pSwarmOptions): Promise<Swarm> {
  const known = new Map<string, PeerId>()
  let listener: ((peer: string, stream: ReturnType<typeof libp2pByteStream>) => void) | undefined

  const network: SwarmNetwork = {
    async *peers(root, { signal }) {
      for (const peer of node.getPeers()) {
        if (await speaks(node, peer)) yield remember(peer)
      }
      if (!routing) return
      for await (const { id } of routing.findProviders(root, { signal })) yield remember(id)
    },
    async open(peer, { signal }) {
      const id = known.get(peer)
      if (!id) throw new Error(`The peer ${peer} is not known here.`)
      const stream = await node.dialProtocol(id, FILES_PROTOCOL, { signal, runOnLimitedConnection: true })
      return libp2pByteStream(stream)
    },
    onStream(hear) {
      listener = hear
      return () => node.unhandle(FILES_PROTOCOL)
    },
    async provide(root, { signal }) {
      await routing?.provide(root, { signal })
    },
  }

  function remember(peer: PeerId): string {
    known.set(peer.toString(), peer)
    return peer.toString()
  }

  const swarm = createSwarm({ ...options, network })
  await node.handle(
    FILES_PROTOCOL,
    (stream: Stream, connection: Connection) => {
      stream.inactivityTimeout = IDLE_MS
      listener?.(connection.remotePeer.toString(), libp2pByteStream(stream))
    },
    { maxInboundStreams: MAX_STREAMS, maxOutboundStreams: MAX_STREAMS, runOnLimitedConnection: true },
  )
  return swarm
}

/** Whether a peer said that it speaks the protocol, or has not said yet what it speaks. */
async function speaks(node: SwarmNode, peer: PeerId): Promise<boolean> {
  try {
    const { protocols } = await node.peerStore.get(peer)
    return protocols.length === 0 || protocols.includes(FILES_PROTOCOL)
  } catch {
    return true
  }
}
