// aria2 as a BitTorrent peer on loopback alone: a tracker of ours names the one provider, and there is no DHT. Files lie
// in memory where the system has such a folder.
//
//   node aria2.mjs provide <bytes> <seed>     prints { cid, address }, and serves until its input ends
//   node aria2.mjs fetch <torrent> <port>     prints { bytes, ms } by aria2's own clock, which begins after it has started
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { content } from '../files/content.ts'
import { freePort, listening } from './loopback.mjs'

const PIECE = 1024 * 1024
const [mode, first, second] = process.argv.slice(2)
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hydra-aria2-'))
const ALONE = ['--enable-dht=false', '--enable-dht6=false', '--bt-enable-lpd=false', '--enable-peer-exchange=false']
const FAST = ['--file-allocation=none', '--disk-cache=64M', '--bt-max-peers=0']
const options = ['--no-conf', `--dir=${folder}`, '--allow-overwrite=true', ...ALONE, ...FAST]

if (mode === 'provide') await provide(Number(first), Number(second))
else await fetch(first, Number(second))

async function provide(bytes, seed) {
  const pieces = createHashes(bytes, seed)
  const port = await freePort()
  const tracker = createServer((_, response) => response.end(announcement(port))).listen(0, '127.0.0.1')
  await once(tracker, 'listening')
  const announce = `http://127.0.0.1:${tracker.address().port}/announce`
  const torrent = join(folder, 'content.torrent')
  writeFileSync(torrent, torrentOf(announce, bytes, pieces))
  const seeder = ['--seed-ratio=0.0', '--bt-seed-unverified=true', '--check-integrity=false', `--listen-port=${port}`]
  const child = spawn('aria2c', [...options, ...seeder, torrent], { stdio: ['ignore', 'ignore', 'inherit'] })
  await listening(port, 'aria2')
  console.log(JSON.stringify({ cid: torrent, address: String(port) }))
  process.stdin.resume()
  await once(process.stdin, 'end')
  child.kill('SIGKILL')
  await once(child, 'exit')
  rmSync(folder, { recursive: true })
  process.exit(0)
}

async function fetch(torrent, port) {
  const leecher = [
    '--seed-time=0',
    `--listen-port=${await freePort()}`,
    '--summary-interval=0',
    '--console-log-level=error',
  ]
  const child = spawn('aria2c', [...options, ...leecher, torrent], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (said += text))
  const [code] = await once(child, 'close')
  rmSync(folder, { recursive: true })
  const [, amount, unit] = /OK\s*\|\s*([\d.]+)([KMG]i?)?B\/s/.exec(said) ?? []
  if (code !== 0 || amount === undefined) throw new Error(`aria2 ended with ${code}: ${said.slice(-400)} (${port})`)
  const bytes = sizeOf(readFileSync(torrent))
  const speed = Number(amount) * 1024 ** ['', 'Ki', 'Mi', 'Gi'].indexOf(unit ?? '')
  console.log(JSON.stringify({ bytes, firstMs: Number.NaN, ms: (bytes / speed) * 1_000 }))
}

/** Writes the file, and gives the hash of each of its pieces. */
function createHashes(bytes, seed) {
  const file = openSync(join(folder, 'content'), 'w')
  const hashes = []
  for (const piece of content(bytes, seed)) {
    writeSync(file, piece)
    for (let at = 0; at < piece.length; at += PIECE)
      hashes.push(
        createHash('sha1')
          .update(piece.subarray(at, at + PIECE))
          .digest(),
      )
  }
  return Buffer.concat(hashes)
}

function torrentOf(announce, bytes, pieces) {
  const info = `d6:lengthi${bytes}e4:name7:content12:piece lengthi${PIECE}e6:pieces${pieces.length}:`
  return Buffer.concat([
    Buffer.from(`d8:announce${announce.length}:${announce}4:info${info}`),
    pieces,
    Buffer.from('ee'),
  ])
}

function sizeOf(torrent) {
  return Number(/6:lengthi(\d+)e/.exec(torrent.toString('latin1'))?.[1])
}

/** The one peer that there is. */
function announcement(port) {
  const peer = Buffer.from([127, 0, 0, 1, port >> 8, port & 255])
  return Buffer.concat([Buffer.from('d8:intervali60e5:peers6:'), peer, Buffer.from('e')])
}
