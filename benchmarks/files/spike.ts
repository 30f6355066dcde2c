import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { multiaddr } from '@multiformats/multiaddr'
import { createFiles, memoryBlocks } from '@hydra/files'
import { libp2pSwarm } from '@hydra/files/libp2p'
import { createNode } from './node.ts'
const size = Number(process.argv[2] ?? 1024) * 1024 * 1024
const n = Number(process.argv[3] ?? 1)
const mode = process.argv[4] ?? 'pin'
const kids = await Promise.all(
  Array.from({ length: n }, async () => {
    const child = spawn(process.execPath, [new URL('./provide.ts', import.meta.url).pathname, String(size), '7'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const [line] = await new Promise<string[]>((r) => createInterface(child.stdout).once('line', (l) => r([l])))
    return { child, ...(JSON.parse(line!) as { cid: string; address: string }) }
  }),
)
for (let i = 0; i < 3; i++) {
  const node = await createNode()
  for (const { address } of kids) await node.dial(multiaddr(address))
  const blocks = process.env['NULLSTORE'] ? nullBlocks() : memoryBlocks()
  const swarm = await libp2pSwarm(node, { blocks })
  const files = await createFiles({ blocks, sources: [swarm], onDropped: (p, r) => console.log('dropped', p, r) })
  const start = performance.now()
  const cpu = process.cpuUsage()
  let first = 0
  if (mode === 'pin') await files.pin(kids[0]!.cid)
  else
    for await (const p of files.stream(kids[0]!.cid)) {
      first ||= performance.now() - start
      void p
    }
  const took = performance.now() - start
  const used = process.cpuUsage(cpu)
  console.log(
    (size / took / 1000).toFixed(0),
    'MB/s',
    took.toFixed(0),
    'ms first',
    first.toFixed(1),
    'cpu',
    (used.user / 1000).toFixed(0),
    (used.system / 1000).toFixed(0),
  )
  await files.close()
  await swarm.close()
  await node.stop()
}
for (const { child } of kids) child.stdin.end()

function nullBlocks(): ReturnType<typeof memoryBlocks> {
  const m = memoryBlocks()
  const put = m.put.bind(m)
  m.put = async (cid, bytes) => {
    if (cid.code === 0x55) return cid
    return put(cid, bytes)
  }
  return m
}
