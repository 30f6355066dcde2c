import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import { expect, it } from 'vitest'
import { webRTCDirect } from './webrtc.ts'

it('connects two nodes directly, from nothing but an address', async () => {
  const listener = await node(['/ip4/127.0.0.1/udp/0/webrtc-direct'])
  const dialer = await node([])
  try {
    const signal = AbortSignal.timeout(10_000)
    await dialer.services.ping.ping(listener.getMultiaddrs(), { signal })
    const [connection] = dialer.getConnections(listener.peerId)
    expect(connection?.remoteAddr.toString()).toContain('/webrtc-direct/certhash/')
  } finally {
    await Promise.all([dialer.stop(), listener.stop()])
  }
})

async function node(listen: string[]) {
  return createLibp2p({
    addresses: { listen },
    transports: [webRTCDirect()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: { ping: ping() },
  })
}
