import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { openHome } from '../node/hydra.ts'
import { until } from './debian-machine.ts'
import { needs } from './needs.ts'

const run = promisify(execFile)
const EXAMPLE = new URL('../../examples/node/nginx.conf', import.meta.url)

/** Debian's nginx with the example of the repository, on loopback, with a certificate of its own. */
async function startNginx(nodePort: string) {
  needs({ nginx: 'nginx-light', openssl: 'openssl', curl: 'curl' })
  const folder = await mkdtemp(join(tmpdir(), 'hydra-nginx-'))
  const [tls, plain] = [await freePort(), await freePort()]
  const certificate = ['-keyout', join(folder, 'key'), '-out', join(folder, 'cert'), '-subj', '/CN=hydra.localhost']
  const names = ['-addext', 'subjectAltName=DNS:hydra.localhost,DNS:localhost']
  await run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...certificate, ...names])
  const example = (await readFile(EXAMPLE, 'utf8'))
    .replaceAll('hydra.example', 'hydra.localhost')
    .replaceAll(/listen \[::\]:.*\n/g, '')
    .replace('listen 443', `listen 127.0.0.1:${tls}`)
    .replace('listen 80', `listen 127.0.0.1:${plain}`)
    .replace(/ssl_certificate .*/, `ssl_certificate ${folder}/cert;`)
    .replace(/ssl_certificate_key .*/, `ssl_certificate_key ${folder}/key;`)
    .replace('127.0.0.1:4937', `127.0.0.1:${nodePort}`)
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  const around = `daemon off; pid ${folder}/pid; error_log ${folder}/errors; events {} http { access_log off; ${paths.join(' ')}`
  await writeFile(join(folder, 'conf'), `${around}\n${example}\n}`)
  const nginx = spawn('nginx', ['-c', join(folder, 'conf'), '-e', join(folder, 'errors')], { stdio: 'inherit' })
  onTestFinished(async () => {
    nginx.kill('SIGQUIT')
    await once(nginx, 'exit')
    await rm(folder, { recursive: true })
  })
  await until(async () => (await run('curl', ['-sk', `https://127.0.0.1:${tls}/`])).stdout !== '', 10_000)
  return { tls, plain, certificate: join(folder, 'cert'), version: (await run('nginx', ['-v'])).stderr.trim() }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

it('serves its page and takes other peers through nginx with TLS', async () => {
  const nodePort = await freePort()
  const home = await openHome()
  const options = ['--port', String(nodePort), '--public', '--hosts', 'hydra.localhost']
  const { address } = await home.start(...options, '--origins', 'https://hydra.localhost')
  const { tls, plain, certificate, version } = await startNginx(String(nodePort))
  console.log(`Ran against ${version}`)
  const resolve = ['--resolve', `hydra.localhost:${tls}:127.0.0.1`, '--cacert', certificate]
  const curl = async (...args: string[]) => (await run('curl', ['-s', '--max-time', '20', ...resolve, ...args])).stdout

  expect(await curl(`https://hydra.localhost:${tls}/`)).toContain('<title>')
  await writeFile(join(home.dataDir, 'whale.txt'), 'whales'.repeat(100_000))
  const [added] = await home.json<{ cid: string }>('files', 'add', 'whale.txt')
  expect((await curl(`https://hydra.localhost:${tls}/files/${added?.cid}`)).length).toBe(600_000)
  const redirected = await curl(
    '-o',
    '/dev/null',
    '-w',
    '%{redirect_url}',
    '-H',
    'host: hydra.localhost',
    `http://127.0.0.1:${plain}/x`,
  )
  expect(redirected).toBe('https://hydra.localhost/x')
  // What a stranger may not do on the node, no proxy lets through.
  const status = (...args: string[]) => curl('-o', '/dev/null', '-w', '%{http_code}', ...args)
  expect(await status('-X', 'POST', '-d', '{}', `https://hydra.localhost:${tls}/control/id`)).toBe('405')
  expect(await status('-H', 'origin: https://evil.example', `https://hydra.localhost:${tls}/status`)).toBe('403')

  const other = await openHome({ NODE_EXTRA_CA_CERTS: certificate })
  await other.start()
  const id = address.split('/p2p/')[1]
  const secure = `/dns4/localhost/tcp/${tls}/tls/ws/p2p/${id}`
  expect(await other.hydra('peers', 'connect', secure)).toMatchObject({ code: 0 })
  expect(await other.hydra('files', 'get', added?.cid ?? '', 'copy.txt')).toMatchObject({ code: 0 })
  expect((await readFile(join(other.dataDir, 'copy.txt'))).length).toBe(600_000)
  // The control: without that certificate nobody gets in.
  const stranger = await openHome()
  expect((await stranger.hydra('peers', 'connect', secure)).code).toBe(1)
})
