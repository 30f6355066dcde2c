// A provider in a process of its own: says where it is and what it has, and serves until its input ends.
//
//   node benchmarks/files/provide.ts <bytes> <seed> [--rate <bytes per second>] [--lie]
import { createFiles, memoryBlocks } from '@hydra/files'
import { libp2pBitswap } from '@hydra/files/bitswap'
import { libp2pSwarm } from '@hydra/files/libp2p'
import { parseArgs } from 'node:util'
import { content } from './content.ts'
import { createNode } from './node.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rate: { type: 'string' }, lie: { type: 'boolean', default: false } },
})
const [bytes = '0', seed = '1'] = positionals
const blocks = memoryBlocks()
const node = await createNode()
const files = await createFiles({ blocks })
async function* pieces() {
  yield* content(Number(bytes), Number(seed))
}
const cid = await files.add(pieces())
const served = values.lie ? lying() : blocks
const limit = values.rate === undefined ? {} : { maxUploadBytesPerSecond: Number(values.rate) }
await libp2pSwarm(node, { blocks: served, ...limit })
await libp2pBitswap(node, { blocks: served })
console.log(JSON.stringify({ cid, address: String(node.getMultiaddrs()[0]) }))
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))

/** One bit of every leaf is another. */
function lying(): typeof blocks {
  const get = blocks.get.bind(blocks)
  blocks.get = async function* (cid) {
    for await (const piece of get(cid)) {
      const other = piece.slice()
      if (cid.code === 0x55) other[piece.length >> 1] = (piece[piece.length >> 1] ?? 0) ^ 1
      yield other
    }
  }
  return blocks
}
