import { nodeTransports } from '@hydra/transports'
import { yamux } from '@libp2p/yamux'
import { createLibp2p, type Libp2p } from 'libp2p'

const WINDOW_BYTES = 16 * 1024 * 1024

/** What both sides of every comparison over libp2p run on: what a node of ours has, on TCP. */
export function bothSides(): ReturnType<typeof nodeTransports> {
  return {
    ...nodeTransports({ relay: false, listen: ['/ip4/127.0.0.1/tcp/0'] }),
    // 256 KiB, yamux's own, would hold a gigabit back at two milliseconds already.
    streamMuxers: [
      yamux({ streamOptions: { initialStreamWindowSize: WINDOW_BYTES, maxStreamWindowSize: WINDOW_BYTES } }),
    ],
  }
}

export function createNode(): Promise<Libp2p> {
  return createLibp2p(bothSides())
}
