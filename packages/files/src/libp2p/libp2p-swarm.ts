import { createSwarm, type Swarm, type SwarmOptions } from '../swarm/swarm.ts'
import { type FilesNode, libp2pNetwork, type Routing } from './libp2p-network.ts'

export const FILES_PROTOCOL = '/hydra/files/1.0.0'

// Beyond it a peer is after our memory: one stream carries all its questions.
const MAX_STREAMS = 4
// A peer keeps its line open between files for so long.
const IDLE_MS = 120_000

export interface Libp2pSwarmOptions extends Omit<SwarmOptions, 'network'> {
  /** Finds peers that announced a file, and announces ours. @default connected peers only */
  routing?: Routing
}

/** Serves the blocks of a store to connected peers, and gets blocks from them. */
export async function libp2pSwarm(node: FilesNode, { routing, ...options }: Libp2pSwarmOptions): Promise<Swarm> {
  const about = { protocol: FILES_PROTOCOL, maxStreams: MAX_STREAMS, idleMs: IDLE_MS, routing }
  return createSwarm({ ...options, network: await libp2pNetwork(node, about) })
}
