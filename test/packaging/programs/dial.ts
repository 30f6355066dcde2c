// Dials an address over WebRTC, in Node and in a page alike, and says over what it came through.
import { webRTCDirect } from '@hydra/transports/webrtc'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'

export async function dial(address: string): Promise<string> {
  const node = await createLibp2p({
    transports: [webRTCDirect()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    // Browsers' default refuses loopback addresses, and this never leaves the machine.
    connectionGater: { denyDialMultiaddr: () => false },
    services: { ping: ping() },
  })
  try {
    const to = multiaddr(address)
    await node.services.ping.ping(to, { signal: AbortSignal.timeout(20_000) })
    return node.getConnections().map(({ remoteAddr }) => remoteAddr.toString())[0] ?? ''
  } finally {
    await node.stop()
  }
}
