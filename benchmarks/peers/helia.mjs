// A Helia peer on loopback alone: bitswap over TCP, noise and yamux. Nobody else is contacted.
//
//   node helia.mjs provide <bytes> <seed>     prints { cid, address }, and serves until its input ends
//   node helia.mjs fetch <cid> <address> [--hash]      prints { bytes, firstMs, ms, sha256 }
import { createHash } from 'node:crypto'
import { withBitswap } from '@helia/bitswap'
import { withLibp2pLight } from '@helia/libp2p'
import { unixfs } from '@helia/unixfs'
import { identify } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createHeliaLight } from 'helia'
import { CID } from 'multiformats/cid'
import { content } from '../files/content.ts'

const [mode, first, second, third] = process.argv.slice(2)
const WINDOW = 16 * 1024 * 1024
const helia = withBitswap(
  withLibp2pLight(createHeliaLight(), {
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux({ streamOptions: { initialStreamWindowSize: WINDOW, maxStreamWindowSize: WINDOW } })],
    services: { identify: identify() },
  }),
)
await helia.start()
const fs = unixfs(helia)
async function* pieces() {
  yield* content(Number(first), Number(second))
}
if (mode === 'provide') {
  const cid = await fs.addByteStream(pieces())
  console.log(JSON.stringify({ cid: String(cid), address: String(helia.libp2p.getMultiaddrs()[0]) }))
  process.stdin.resume()
  process.stdin.on('end', () => process.exit(0))
} else {
  await helia.libp2p.dial(multiaddr(second))
  const started = performance.now()
  const hash = createHash('sha256')
  let bytes = 0
  let firstMs = 0
  for await (const piece of fs.cat(CID.parse(first))) {
    firstMs ||= performance.now() - started
    bytes += piece.length
    if (third === '--hash') hash.update(piece)
  }
  console.log(JSON.stringify({ bytes, firstMs, ms: performance.now() - started, sha256: hash.digest('hex') }))
  process.exit(0)
}
