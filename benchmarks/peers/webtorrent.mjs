// A WebTorrent peer on loopback alone: no tracker, no DHT, nothing but the one it is told of. Pieces stay in memory.
//
//   node webtorrent.mjs provide <bytes> <seed>     prints { cid, address }, and serves until its input ends
//   node webtorrent.mjs fetch <torrent> <address>  prints { bytes, firstMs, ms }
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import store from 'memory-chunk-store'
import WebTorrent from 'webtorrent'
import { content } from '../files/content.ts'

const [mode, first, second] = process.argv.slice(2)
const alone = { dht: false, tracker: false, lsd: false, natUpnp: false, natPmp: false, utp: false, utPex: false }
const client = new WebTorrent({ ...alone, torrentPort: 0 })
client.on('error', (error) => {
  console.error(error)
  process.exit(1)
})
if (mode === 'provide') {
  const bytes = Buffer.concat([...content(Number(first), Number(second))])
  client.seed(bytes, { name: 'content', store, announceList: [] }, (torrent) => {
    const path = join(tmpdir(), `hydra-${process.pid}.torrent`)
    writeFileSync(path, torrent.torrentFile)
    console.log(JSON.stringify({ cid: path, address: `127.0.0.1:${client.torrentPort}` }))
    process.stdin.resume()
    process.stdin.on('end', () => {
      rmSync(path)
      process.exit(0)
    })
  })
} else {
  const torrent = client.add(readFileSync(first), { store, announce: [] })
  let [started, firstMs] = [0, 0]
  torrent.once('ready', () => {
    started = performance.now()
    torrent.addPeer(second)
  })
  torrent.on('download', () => {
    firstMs ||= performance.now() - started
  })
  torrent.once('done', () => {
    const ms = performance.now() - started
    console.log(JSON.stringify({ bytes: torrent.length, firstMs, ms }))
    process.exit(0)
  })
}
