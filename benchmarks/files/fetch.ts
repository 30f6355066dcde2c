// A reader in a process of its own: prints { bytes, firstMs, ms, sha256, duplicateBytes, dropped, seekMs }.
//
//   node benchmarks/files/fetch.ts <cid> <address,address> [--hash] [--pin] [--seek] [--bitswap] [--delay <ms>]
import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { createFiles, memoryBlocks, type BlockSource } from '@hydra/files'
import { libp2pBitswap } from '@hydra/files/bitswap'
import { libp2pSwarm } from '@hydra/files/libp2p'
import { multiaddr } from '@multiformats/multiaddr'
import { createNode } from './node.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    hash: { type: 'boolean', default: false },
    pin: { type: 'boolean', default: false },
    seek: { type: 'boolean', default: false },
    bitswap: { type: 'boolean', default: false },
  },
})
const [cid = '', addresses = ''] = positionals
const node = await createNode()
for (const address of addresses.split(',')) await node.dial(multiaddr(address))
const blocks = memoryBlocks()
const source = values.bitswap ? await libp2pBitswap(node, { blocks }) : await libp2pSwarm(node, { blocks })
const received = { bytes: 0 }
const dropped: string[] = []
const files = await createFiles({
  blocks,
  sources: [counting(source)],
  onDropped: (provider, reason) => dropped.push(`${reason}: ${provider}`),
})
const hash = createHash('sha256')
const cpu = process.cpuUsage()
const started = performance.now()
let [bytes, firstMs, seekMs] = [0, 0, 0]
if (values.seek) await seek()
else if (values.pin) await files.pin(cid, { onProgress: (event) => (bytes = event.bytes) })
else await read()
const ms = performance.now() - started
const duplicateBytes = Math.max(0, received.bytes - bytes)
const sha256 = values.hash ? hash.digest('hex') : undefined
const { user, system } = process.cpuUsage(cpu)
const cpuMs = (user + system) / 1_000
console.log(JSON.stringify({ bytes, firstMs, ms, cpuMs, sha256, duplicateBytes, dropped, seekMs }))
process.exit(0)

async function read(): Promise<void> {
  for await (const piece of files.stream(cid)) {
    firstMs ||= performance.now() - started
    bytes += piece.length
    if (values.hash) hash.update(piece)
  }
}

/** The first byte; then, while the beginning plays, the first byte at nine tenths. */
async function seek(): Promise<void> {
  const { signal } = new AbortController()
  for await (const _ of files.stream(cid, { length: 1, signal })) firstMs = performance.now() - started
  const { bytes: size } = (await files.stat(cid)) as { bytes: number }
  const sought = performance.now()
  for await (const _ of files.stream(cid, { offset: Math.floor(size * 0.9), length: 1 })) {
    seekMs ||= performance.now() - sought
  }
}

/** Counts leaves' bytes as they come, wanted or not. */
function counting(inner: BlockSource): BlockSource {
  return {
    ...inner,
    async *providers(root, options) {
      for await (const provider of inner.providers(root, options)) {
        yield {
          ...provider,
          async *ask(wants, own) {
            for await (const block of provider.ask(wants, own)) {
              if (block.cid.code === 0x55) received.bytes += block.bytes.byteLength
              yield block
            }
          },
        }
      }
    },
  }
}
