import type { Connection, Libp2p } from '@libp2p/interface'
import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { memoryTransports } from '../../presets/memory-transports.ts'
import { webRTC } from '../../webrtc.ts'

export interface TwoPeers {
  readonly alice: Libp2p
  readonly bob: Libp2p
  /** Has Alice reach Bob by WebRTC. They are connected within this process, and any connection serves to shake hands over. */
  readonly dial: () => Promise<Connection>
}

export async function withTwoPeers(body: (peers: TwoPeers) => Promise<void>): Promise<void> {
  const name = crypto.randomUUID()
  const transports = [webRTC(), circuitRelayTransport()]
  const bob = await createLibp2p(memoryTransports({ transports, listen: [`/memory/${name}`] }))
  const alice = await createLibp2p(memoryTransports({ transports }))
  try {
    await alice.dial(bob.getMultiaddrs())
    const dial = () => alice.dial(multiaddr(`/webrtc/p2p/${bob.peerId.toString()}`), { force: true })
    await body({ alice, bob, dial })
  } finally {
    await Promise.all([alice.stop(), bob.stop()])
  }
}
