// A Helia peer on loopback alone: bitswap over TCP, noise and yamux. Nobody else is contacted.
//
//   node helia.mjs provide <bytes> <seed>     prints { cid, address }, and serves until its input ends
//   node helia.mjs fetch <cid> <address> [--hash]      prints { bytes, firstMs, ms, sha256 }
import { createHash } from 'node:crypto'
import { withBitswap } from '@helia/bitswap'
import { withLibp2pLight } from '@helia/libp2p'
import { unixfs } from '@helia/unixfs'
import { multiaddr } from '@multiformats/multiaddr'
import { createHeliaLight } from 'helia'
import { CID } from 'multiformats/cid'
import { content } from '../files/content.ts'
import { bothSides } from '../files/node.ts'

const [mode, first, second, third] = process.argv.slice(2)
// Our transports, not its own: what is compared is how blocks are asked for and checked.
const helia = withBitswap(withLibp2pLight(createHeliaLight(), bothSides()))
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
