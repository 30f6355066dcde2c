// nginx and curl over loopback: what a server on the same machine gives, with nothing encrypted and nothing verified.
//
//   node nginx.mjs provide <bytes> <seed>   prints { cid, address }, and serves until its input ends
//   node nginx.mjs fetch <file> <port>      prints { bytes, firstMs, ms } by curl's own clock
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { content } from '../files/content.ts'
import { freePort, listening } from './loopback.mjs'

const [mode, first, second] = process.argv.slice(2)

if (mode === 'provide') await provide(Number(first), Number(second))
else fetch(first, second)

async function provide(bytes, seed) {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hydra-nginx-'))
  const file = openSync(join(folder, 'content'), 'w')
  for (const piece of content(bytes, seed)) writeSync(file, piece)
  const port = await freePort()
  writeFileSync(join(folder, 'nginx.conf'), settings(folder, port))
  const child = spawn('nginx', ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], { stdio: 'ignore' })
  await listening(port, 'nginx')
  console.log(JSON.stringify({ cid: 'content', address: String(port) }))
  process.stdin.resume()
  await once(process.stdin, 'end')
  child.kill('SIGTERM')
  await once(child, 'exit')
  rmSync(folder, { recursive: true })
}

function fetch(name, port) {
  const url = `http://127.0.0.1:${port}/${name}`
  const wanted = '%{size_download} %{time_starttransfer} %{time_total}'
  const said = execFileSync('curl', ['-s', '-f', '-o', '/dev/null', '-w', wanted, url], { encoding: 'utf8' })
  const [bytes, firstS, totalS] = said.split(' ').map(Number)
  console.log(JSON.stringify({ bytes, firstMs: firstS * 1_000, ms: totalS * 1_000 }))
}

function settings(folder, port) {
  return `daemon off;
worker_processes 1;
user ${process.getuid() === 0 ? 'root' : 'nobody'};
pid nginx.pid;
events {}
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((use) => `${use}_temp_path ${use};`).join(' ')}
  server { listen 127.0.0.1:${port}; root ${folder}; }
}
`
}
