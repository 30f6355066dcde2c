import type { Connection, ContentRouting, Libp2p, PeerId, Stream } from '@libp2p/interface'
import type { ByteStream } from '../swarm/byte-stream.ts'
import type { SwarmNetwork } from '../swarm/swarm.ts'
import { libp2pByteStream } from './libp2p-byte-stream.ts'

/** What is needed of a libp2p node. */
export type FilesNode = Pick<Libp2p, 'dialProtocol' | 'getPeers' | 'handle' | 'unhandle' | 'peerId' | 'peerStore'>

/** Finds peers that announced a file, and announces ours: `libp2pHolders(node)`, `node.contentRouting`, or another way. */
export type Routing = Pick<ContentRouting, 'findProviders' | 'provide' | 'cancelReprovide'>

export interface NetworkOptions {
  readonly protocol: string
  readonly maxStreams: number
  readonly idleMs: number
  readonly routing: Routing | undefined
}

/** Connected peers of a node that speak a protocol. */
export async function libp2pNetwork(
  node: FilesNode,
  { protocol, maxStreams, idleMs, routing }: NetworkOptions,
): Promise<SwarmNetwork> {
  const known = new Map<string, PeerId>()
  let listener: ((peer: string, stream: ByteStream) => void) | undefined

  function remember(peer: PeerId): string {
    const text = peer.toString()
    known.set(text, peer)
    return text
  }

  await node.handle(
    protocol,
    (stream: Stream, connection: Connection) => {
      stream.inactivityTimeout = idleMs
      const bytes = libp2pByteStream(stream)
      if (listener) listener(remember(connection.remotePeer), bytes)
      else bytes.abort(new Error('Nobody answers yet.'))
    },
    { maxInboundStreams: maxStreams, maxOutboundStreams: maxStreams, runOnLimitedConnection: true },
  )

  return {
    async *peers(root, { signal }) {
      for (const peer of node.getPeers()) if (await speaks(node, peer, protocol)) yield remember(peer)
      if (!routing) return
      for await (const { id } of routing.findProviders(root, { signal }))
        if (!id.equals(node.peerId)) yield remember(id)
    },
    async open(peer, { signal }) {
      const id = known.get(peer)
      if (!id) throw new Error(`The peer ${peer} is not known here.`)
      return libp2pByteStream(await node.dialProtocol(id, protocol, { signal, runOnLimitedConnection: true }))
    },
    onStream(hear) {
      listener = hear
      return () => node.unhandle(protocol)
    },
    async provide(root, { signal }) {
      await routing?.provide(root, { signal })
    },
    async withdraw(root, { signal }) {
      await routing?.cancelReprovide(root, { signal })
    },
  }
}

/** Whether a peer said that it speaks the protocol, or has not said yet what it speaks. */
async function speaks(node: FilesNode, peer: PeerId, protocol: string): Promise<boolean> {
  try {
    const { protocols } = await node.peerStore.get(peer)
    return protocols.length === 0 || protocols.includes(protocol)
  } catch {
    return true
  }
}
