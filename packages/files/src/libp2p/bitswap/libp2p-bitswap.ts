import { createBitswap } from '../../bitswap/bitswap.ts'
import type { BlockSource } from '../../block-source.ts'
import type { BlockStore } from '../../block-store.ts'
import { type Clock, systemClock } from '../../clock.ts'
import { createUploads } from '../../swarm/uploads.ts'
import { type FilesNode, libp2pNetwork, type Routing } from '../libp2p-network.ts'

export const BITSWAP_PROTOCOL = '/ipfs/bitswap/1.2.0'

// Others open a stream for each message.
const MAX_STREAMS = 256
const IDLE_MS = 30_000
const UPLOAD_SLOTS = 8

export interface BitswapOptions {
  /** What is served: the same store as that of `createFiles`. */
  blocks: BlockStore
  /** Finds peers that announced a file. @default connected peers only */
  routing?: Routing
  /** @default the system's */
  clock?: Clock
}

export interface Bitswap extends BlockSource {
  close(): Promise<void>
}

/** Exchanges blocks with IPFS peers that this node is connected to: Helia, Kubo and others. */
export async function libp2pBitswap(
  node: FilesNode,
  { blocks, routing, clock = systemClock }: BitswapOptions,
): Promise<Bitswap> {
  const closing = new AbortController()
  const about = { protocol: BITSWAP_PROTOCOL, maxStreams: MAX_STREAMS, idleMs: IDLE_MS, routing }
  const network = await libp2pNetwork(node, about)
  const uploads = createUploads(clock, { slots: UPLOAD_SLOTS, bytesPerSecond: undefined })
  const source = createBitswap({ blocks, network, uploads, signal: closing.signal })
  return {
    ...source,
    async close() {
      closing.abort(new Error('Bitswap is closed.'))
      await node.unhandle(BITSWAP_PROTOCOL)
    },
  }
}
