// A provider in a process of its own: says where it is and what it has, and serves until its input ends.
import { createFiles, memoryBlocks } from '@hydra/files'
import { libp2pSwarm } from '@hydra/files/libp2p'
import { content } from './content.ts'
import { createNode } from './node.ts'

const [bytes = '0', seed = '1', rate] = process.argv.slice(2)
const blocks = memoryBlocks()
const node = await createNode()
const swarm = await libp2pSwarm(node, { blocks, ...(rate && { maxUploadBytesPerSecond: Number(rate) }) })
const files = await createFiles({ blocks })
async function* pieces() {
  yield* content(Number(bytes), Number(seed))
}
const cid = await files.add(pieces())
console.log(JSON.stringify({ cid, address: String(node.getMultiaddrs()[0]) }))
process.stdin.resume()
process.stdin.on('end', () => {
  void files
    .close()
    .then(() => swarm.close())
    .then(() => node.stop())
    .then(() => process.exit(0))
})
