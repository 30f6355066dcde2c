// A stranger's node, written against the installed packages: it prints its address and runs until it is stopped.
import { webRTCDirect } from '@hydra/transports/webrtc'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'

const node = await createLibp2p({
  addresses: { listen: ['/ip4/127.0.0.1/udp/0/webrtc-direct'] },
  transports: [webRTCDirect()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  services: { ping: ping() },
})
console.log(String(node.getMultiaddrs()[0]))
