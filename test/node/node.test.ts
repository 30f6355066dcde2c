import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { openHome } from './hydra.ts'

const curl = async (...args: string[]): Promise<string> =>
  (await promisify(execFile)('curl', ['--silent', '--max-time', '30', ...args])).stdout
const status = (...args: string[]) => curl('--output', '/dev/null', '--write-out', '%{http_code}', ...args)

it('shares a file on one node that is searched and fetched on another, and is there after both were killed', async () => {
  const [here, there] = [await openHome(), await openHome()]
  const [one, two] = [await here.start(), await there.start()]
  const path = join(here.dataDir, 'whale.bin')
  const bytes = randomBytes(3_000_000)
  await writeFile(path, bytes)
  expect((await there.hydra('peers', 'connect', one.address)).stdout).toContain('Connected to')
  const [added] = await here.json<{ cid: string }>('files', 'add', path, '--tag', 'sea')
  const { cid = '' } = added ?? {}
  await expect
    .poll(() => there.json('files', 'search', 'whale'), { timeout: 20_000 })
    .toMatchObject([{ cid, name: 'whale.bin', tags: ['sea'] }])
  const copy = join(there.dataDir, 'copy.bin')
  // A path means what it does where it is typed, not where the daemon was started.
  expect((await there.hydra('files', 'get', cid, 'copy.bin')).code).toBe(0)
  expect((await readFile(copy)).equals(bytes)).toBe(true)
  expect((await here.hydra('feed', 'post', 'A whale!')).stdout).toContain('A whale!')

  await Promise.all([one.stop('SIGKILL'), two.stop('SIGKILL')])
  const again = await here.start()
  expect(await here.json('files', 'ls')).toMatchObject([{ cid, name: 'whale.bin', privacy: 'direct' }])
  expect(await here.json('feed', 'timeline')).toMatchObject([{ body: { text: 'A whale!' } }])
  expect(await status(`${again.url}files/${cid}`, '--range', '0-9')).toBe('206')
  expect(await again.stop()).toBe(0)
})

it('hosts an HTTP server of this machine that curl reaches by its name through another node, also after a restart', async () => {
  const server = createServer((request, response) => response.end(`You asked for ${request.url}`))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const [here, there] = [await openHome(), await openHome()]
  const [host, gateway] = [await here.start(), await there.start()]
  await there.hydra('peers', 'connect', host.address)
  await here.hydra('services', 'host', target, '--as', 'notes')
  expect((await here.hydra('names', 'claim', 'my-notes', 'notes', '--title', 'My notes')).stdout).toContain('My notes')
  const ask = () => curl(`${gateway.url}services/my-notes/list`)
  await expect.poll(ask, { timeout: 20_000 }).toBe('You asked for /list')
  expect((await there.hydra('services', 'fetch', 'hydra://my-notes/cli')).stdout).toBe('You asked for /cli')
  await host.stop('SIGKILL')
  const again = await here.start()
  await there.hydra('peers', 'connect', again.address)
  await expect.poll(ask, { timeout: 30_000 }).toBe('You asked for /list')
})

it('shares what is dropped into its folder, and no longer what is taken out', async () => {
  const home = await openHome()
  const shared = join(home.dataDir, 'shared')
  await mkdir(shared)
  await home.start()
  await writeFile(join(shared, 'notes.txt'), 'whales')
  const found = () => home.json('files', 'ls')
  await expect.poll(found, { timeout: 10_000 }).toMatchObject([{ name: 'notes.txt' }])
  await promisify(execFile)('rm', [join(shared, 'notes.txt')])
  await expect.poll(found, { timeout: 10_000 }).toEqual([])
})

it('answers this machine alone, and takes commands from nobody without the token', async () => {
  const home = await openHome()
  const { url } = await home.start()
  expect(await curl(`${url}healthz`)).toBe('ok\n')
  expect(await curl(`${url}metrics`)).toMatch(/^hydra_up_seconds \d/m)
  expect(await status(`${url}status`, '--header', 'host: evil.example')).toBe('421')
  expect(await status(`${url}status`, '--header', 'origin: https://evil.example')).toBe('403')
  expect(await status(`${url}control/id`, '--request', 'POST')).toBe('401')
  expect(await status(`${url}search?q=`, '--request', 'POST')).toBe('405')
  const control = JSON.parse(await readFile(join(home.dataDir, 'control.json'), 'utf8')) as { token: string }
  expect((await stat(join(home.dataDir, 'control.json'))).mode & 0o077).toBe(0)
  const bearer = ['--header', `authorization: Bearer ${control.token}`]
  expect(await curl(`${url}control/id`, '--request', 'POST', '--data', '{}', ...bearer)).toContain('"peerId"')
})

it('answers strangers when it is public, up to a limit, and takes commands on a port of its own alone', async () => {
  const home = await openHome()
  const { url } = await home.start('--public', '--requests-per-second', '2')
  const control = JSON.parse(await readFile(join(home.dataDir, 'control.json'), 'utf8')) as {
    url: string
    token: string
  }
  expect(control.url.startsWith(url.slice(0, -1))).toBe(false)
  const bearer = ['--header', `authorization: Bearer ${control.token}`]
  expect(await status(`${url}control/id`, '--request', 'POST', '--data', '{}', ...bearer)).toBe('405')
  expect(await status(`${url}dashboard/feed`, ...bearer)).toBe('404')
  expect(await status(`${control.url}/dashboard/feed`)).toBe('401')
  expect(await status(`${control.url}/dashboard/feed`, ...bearer, '--header', 'host: evil.example')).toBe('421')
  expect(await home.json('id')).toHaveLength(1)
  expect(await status(`${url}healthz`, '--request', 'DELETE')).toBe('405')
  const statuses = await Promise.all(Array.from({ length: 40 }, () => status(`${url}healthz`)))
  expect(new Set(statuses)).toEqual(new Set(['200', '429']))
})

it('measures a broadcast without sending anything, the same from the same seed', async () => {
  const home = await openHome()
  const measure = () =>
    home.json<{ copies: number }>('bench', 'gossip', '--peers', '50', '--degree', '6', '--seed', '3')
  const [first, second] = [await measure(), await measure()]
  expect(first).toMatchObject([{ peers: 50, delivered: 1, copies: second[0]?.copies }])
  expect((await home.hydra('bench', 'gossip', '--peers', '1')).stderr).toContain('--peers takes a whole number from 2')
})

it('says clearly what is wrong, and what to do', async () => {
  const home = await openHome()
  const wrong = async (...args: string[]) => {
    const { code, stderr } = await home.hydra(...args)
    return `${code} ${stderr}`
  }
  expect(await wrong('flies', 'add')).toMatch(/^2 ✗ There is no command "flies".*--help/)
  expect(await wrong('files', 'add')).toMatch(/^2 ✗ `hydra files add` takes <path...>/)
  expect(await wrong('files', 'ls', '--colour')).toMatch(/^2 ✗ .*--colour/)
  expect(await wrong('files', 'add', join(home.dataDir, 'none'))).toMatch(/^1 ✗ /)
  expect(await wrong('start', '--port', 'many')).toMatch(/^2 ✗ --port is "many", and takes a whole number/)
  expect(await wrong('key', 'import', 'one', 'two')).toMatch(/^1 ✗ /)
  await writeFile(join(home.dataDir, 'file'), '')
  expect(await wrong('start', '--data', join(home.dataDir, 'file'))).toMatch(/^1 ✗ .*file is a file, where a folder is/)
  const daemon = await home.start()
  const { url } = daemon
  expect(await wrong('start')).toContain(`already, at ${url.slice(0, -1)}/.`)
  expect(await wrong('start', '--port', new URL(url).port, '--data', join(home.dataDir, 'other'))).toMatch(
    /^1 ✗ Cannot listen on 127.0.0.1:\d+. Is another program using it\?/,
  )
  await daemon.stop()
  await mkdir(join(home.dataDir, 'hydra'))
  await writeFile(join(home.dataDir, 'hydra', 'config.toml'), 'port = 80\nunknown = 1')
  expect(await wrong('id')).toMatch(/^2 ✗ .*"unknown", which is no setting/)
  await writeFile(join(home.dataDir, 'hydra', 'config.toml'), 'port = ')
  expect(await wrong('id')).toMatch(/^2 ✗ .*breaks off or is no TOML, at line 1/)
})

it('is one person with twelve words, in this folder and in another', async () => {
  const [here, there] = [await openHome(), await openHome()]
  const [me] = await here.json<{ author: string }>('id')
  const [{ words } = { words: '' }] = await here.json<{ words: string }>('key', 'export')
  expect(await there.json('key', 'import', words)).toEqual([{ author: me?.author }])
  expect(await there.json('id')).toMatchObject([{ author: me?.author }])
  expect((await there.hydra('key', 'new')).stderr).toContain('has an identity already')
})
