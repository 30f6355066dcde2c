// Two hypercores on a TCP connection over loopback, with hypercore's own noise and muxer; blocks of 256 KiB, in memory
// where the system has such a folder.
//
//   node hypercore.mjs provide <bytes> <seed>   prints { cid, address }, and serves until its input ends
//   node hypercore.mjs fetch <key> <port>       prints { bytes, firstMs, ms }
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Hypercore from 'hypercore'
import { content } from '../files/content.ts'

const BLOCK = 256 * 1024
const [mode, first, second] = process.argv.slice(2)
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hydra-hypercore-'))

if (mode === 'provide') await provide(Number(first), Number(second))
else await fetch(first, Number(second))
rmSync(folder, { recursive: true })
process.exit(0)

async function provide(bytes, seed) {
  const core = new Hypercore(folder)
  await core.ready()
  for (const piece of content(bytes, seed)) {
    const blocks = []
    for (let at = 0; at < piece.length; at += BLOCK) blocks.push(Buffer.from(piece.subarray(at, at + BLOCK)))
    await core.append(blocks)
  }
  const server = createServer((socket) => carry(core, socket, false)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  console.log(JSON.stringify({ cid: core.key.toString('hex'), address: String(server.address().port) }))
  process.stdin.resume()
  await once(process.stdin, 'end')
}

async function fetch(key, port) {
  const core = new Hypercore(folder, Buffer.from(key, 'hex'))
  await core.ready()
  let firstMs = 0
  const started = performance.now()
  core.on('download', () => (firstMs ||= performance.now() - started))
  carry(core, connect({ port, host: '127.0.0.1', noDelay: true }), true)
  await core.update({ wait: true })
  await core.download({ start: 0, end: core.length }).done()
  console.log(JSON.stringify({ bytes: core.byteLength, firstMs, ms: performance.now() - started }))
}

function carry(core, socket, isInitiator) {
  const stream = core.replicate(isInitiator)
  socket.on('error', () => {})
  stream.on('error', () => {})
  socket.pipe(stream).pipe(socket)
}
