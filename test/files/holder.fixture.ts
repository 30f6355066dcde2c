// A node on disk: `provide <folder> <bytes>` makes a file and serves it, `pin <folder> <cid> <address>` brings it here.
// Says JSON lines; `pin` says how much it has, its resident memory, and what it had to fetch.
import { createFiles, type BlockSource } from '@hydra/files'
import { libp2pSwarm } from '@hydra/files/libp2p'
import { nodeTransports } from '@hydra/transports'
import { multiaddr } from '@multiformats/multiaddr'
import { FsBlockstore } from 'blockstore-fs'
import { FsDatastore } from 'datastore-fs'
import { createLibp2p } from 'libp2p'

const [mode = '', folder = '', first = '', address = ''] = process.argv.slice(2)
const say = (about: object) => process.stdout.write(`${JSON.stringify(about)}\n`)
const blocks = new FsBlockstore(`${folder}/blocks`)
const state = new FsDatastore(`${folder}/state`)
await Promise.all([blocks.open(), state.open()])
const node = await createLibp2p(nodeTransports({ listen: ['/ip4/127.0.0.1/tcp/0'] }))
const swarm = await libp2pSwarm(node, { blocks })
let fetched = 0
const files = await createFiles({ blocks, state, sources: mode === 'pin' ? [counting(swarm)] : [] })
let peak = 0
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 100)
watch.unref()

if (mode === 'provide') {
  const cid = await files.add(noise(Number(first)))
  say({ cid, address: String(node.getMultiaddrs()[0]), peak })
  process.stdin.resume()
  process.stdin.on('end', () => {
    say({ peak })
    process.exit(0)
  })
} else {
  await node.dial(multiaddr(address))
  let said = 0
  await files.pin(first, {
    onProgress({ bytes, totalBytes }) {
      if (bytes < said + 16 * 1024 * 1024) return
      said = bytes
      say({ bytes, totalBytes, fetched })
    },
  })
  const { missing, damaged } = await files.verify(first)
  say({ done: true, fetched, peak, missing: missing.length, damaged: damaged.length })
  process.exit(0)
}

async function* noise(bytes: number): AsyncGenerator<Uint8Array> {
  const words = new Uint32Array(256 * 1024)
  let seed = 7
  for (let at = 0; at < bytes; at += words.byteLength) {
    for (let index = 0; index < words.length; index++) {
      seed ^= seed << 13
      seed ^= seed >>> 17
      seed ^= seed << 5
      words[index] = seed
    }
    yield new Uint8Array(words.buffer.slice(0, Math.min(words.byteLength, bytes - at)))
  }
}

function counting(inner: BlockSource): BlockSource {
  return {
    ...inner,
    async *providers(root, options) {
      for await (const provider of inner.providers(root, options)) {
        yield {
          ...provider,
          async *ask(wants, own) {
            for await (const block of provider.ask(wants, own)) {
              fetched += block.bytes.byteLength
              yield block
            }
          },
        }
      }
    },
  }
}
