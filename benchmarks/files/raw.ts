import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { multiaddr } from '@multiformats/multiaddr'
import { createNode } from './node.ts'
const P = '/raw/1.0.0'
if (process.argv[2] === 'serve') {
  const node = await createNode()
  const chunk = new Uint8Array(1024 * 1024)
  await node.handle(P, async (stream) => {
    for (let i = 0; i < 1024; i++) {
      if (!stream.send(chunk))
        while (stream.writableNeedsDrain && stream.status === 'open')
          await new Promise<void>((r) => stream.addEventListener('drain', () => r(), { once: true }))
    }
    await stream.close()
  })
  console.log(String(node.getMultiaddrs()[0]))
} else {
  const child = spawn(process.execPath, [new URL('./raw.ts', import.meta.url).pathname, 'serve'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const address = await new Promise<string>((r) => createInterface(child.stdout).once('line', r))
  for (let i = 0; i < 3; i++) {
    const node = await createNode()
    const start = performance.now()
    const cpu = process.cpuUsage()
    const stream = await node.dialProtocol(multiaddr(address), P)
    let bytes = 0
    await new Promise<void>((r) => {
      stream.addEventListener('message', ({ data }) => {
        bytes += data.byteLength
      })
      stream.addEventListener('remoteCloseWrite', () => r())
      stream.addEventListener('close', () => r())
    })
    const took = performance.now() - start
    const used = process.cpuUsage(cpu)
    console.log(
      'raw',
      (bytes / took / 1000).toFixed(0),
      'MB/s cpu',
      (used.user / 1000).toFixed(0),
      (used.system / 1000).toFixed(0),
    )
    await node.stop()
  }
  child.kill()
}
