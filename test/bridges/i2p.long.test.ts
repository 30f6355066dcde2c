import { randomBytes } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Home, openHome } from '../node/hydra.ts'
import { until } from './debian-machine.ts'
import { type I2pNetwork, ROUTERS, startI2pNetwork } from './i2p-network.ts'
import { needs, versionOf } from './needs.ts'

let network: I2pNetwork

beforeAll(async () => {
  needs({ strace: 'strace' })
  network = await startI2pNetwork()
  console.log(`Ran against ${versionOf('i2pd')}: ${ROUTERS} routers in network namespaces of their own`)
}, 120_000)
afterAll(() => network?.close())

const ONLY = ['--i2p-only', '--i2p-hops', '1']
const BYTES = 300_000

/** A folder whose commands run on one of the machines, each of which has a router. */
async function homeOn(at: number, ...by: string[]): Promise<Home> {
  return await openHome({}, ['ip', 'netns', 'exec', network.namespace(at), ...by])
}

it('shares, posts and is followed at its b32 name, and shows nobody where its machine is', async () => {
  const trace = join((await openHome()).dataDir, 'trace')
  const calls = ['strace', '-D', '-f', '-qq', '-e', 'trace=connect,sendto,sendmsg,bind', '-o', trace]
  const [here, there] = [await homeOn(1, ...calls), await homeOn(2)]
  const began = performance.now()
  const [one, two] = await Promise.all([here.start(...ONLY), there.start(...ONLY)])
  const opened = performance.now() - began
  expect([one.address, two.address]).toEqual([
    expect.stringMatching(/^\/garlic32\/[a-z2-7]{52}\/p2p\//),
    expect.stringMatching(/^\/garlic32\/[a-z2-7]{52}\/p2p\//),
  ])
  const connecting = performance.now()
  await until(async () => (await there.hydra('peers', 'connect', one.address)).code === 0, 180_000)
  const connected = performance.now() - connecting

  const bytes = randomBytes(BYTES)
  await writeFile(join(here.dataDir, 'whale.bin'), bytes)
  const [added] = await here.json<{ cid: string }>('files', 'add', 'whale.bin')
  const fetching = performance.now()
  expect(await there.hydra('files', 'get', added?.cid ?? '', 'copy.bin')).toMatchObject({ code: 0 })
  const fetched = performance.now() - fetching
  expect((await readFile(join(there.dataDir, 'copy.bin'))).equals(bytes)).toBe(true)

  const [me] = await here.json<{ author: string }>('id')
  expect(await here.hydra('feed', 'profile', 'Ada', '--i2p')).toMatchObject({ code: 0 })
  await there.hydra('feed', 'follow', me?.author ?? '')
  const name = `${one.address.split('/')[2]}.b32.i2p`
  const book = () => there.json('feed', 'address-book')
  await expect.poll(book, { timeout: 60_000, interval: 1_000 }).toEqual([{ name: 'Ada', i2p: name }])
  console.log(
    `Opened in ${seconds(opened)}, connected in ${seconds(connected)}, ${BYTES} bytes fetched in ${seconds(fetched)}`,
  )

  // Nothing of what one holds names the machine of the other.
  expect(await holding(there.dataDir, network.host(1))).toEqual([])
  expect(await holding(here.dataDir, network.host(2))).toEqual([])
  // What left the process went to the router beside it, and nowhere else.
  const hosts = (await readFile(trace, 'utf8')).matchAll(/sin6?_addr=(?:inet_addr\(|inet_pton\(AF_INET6, )?"([^"]+)"/g)
  expect(new Set([...hosts].map(([, host]) => host))).toEqual(new Set(['127.0.0.1']))
})

it('would have been seen: an ordinary node speaks to more than its router', async () => {
  const trace = join((await openHome()).dataDir, 'trace')
  const here = await homeOn(1, 'strace', '-D', '-f', '-qq', '-e', 'trace=connect,sendto,sendmsg,bind', '-o', trace)
  await here.start('--discovery-mdns', '--discovery-mdns-interface', network.host(1), '--listen', 'all')
  await until(async () => /"(224\.0\.0\.251|0\.0\.0\.0)"/.test(await readFile(trace, 'utf8')))
})

it('survives that its router is killed, and is back under its name when that is', async () => {
  const [here, there, stranger] = [await homeOn(3), await homeOn(4), await homeOn(5)]
  const [one] = await Promise.all([here.start(...ONLY), there.start(...ONLY), stranger.start(...ONLY)])
  await until(async () => (await there.hydra('peers', 'connect', one.address)).code === 0, 180_000)
  await writeFile(join(here.dataDir, 'whale.bin'), randomBytes(BYTES))
  const [added] = await here.json<{ cid: string }>('files', 'add', 'whale.bin')
  await network.kill(3)
  // Its own router waits for an answer that does not come; who gives up after a minute is the test.
  expect((await there.hydra('ping', one.address)).code).not.toBe(0)
  // All that needs no network goes on.
  expect(await here.json('files', 'ls')).toMatchObject([{ name: 'whale.bin' }])
  expect((await here.hydra('feed', 'post', 'Written while the router was away.')).code).toBe(0)
  let said = ''
  one.process.stderr?.on('data', (chunk: Buffer) => (said += String(chunk)))
  const began = performance.now()
  await network.start(3)
  // Who asks before it says where it is now is told where it was, and holds on to those tunnels until they end by
  // themselves: ten minutes at most. So does who had been connected.
  await until(async () => said.includes('the I2P router is back'), 120_000)
  await pause(20_000)
  await until(async () => (await stranger.hydra('peers', 'connect', one.address)).code === 0, 240_000)
  console.log(`Back for a stranger ${seconds(performance.now() - began)} after its router`)
  expect(await stranger.hydra('files', 'get', added?.cid ?? '', 'copy.bin')).toMatchObject({ code: 0 })
})

it('says that there is no router', async () => {
  const home = await openHome()
  const { code, stderr } = await home.hydra('start', '--i2p-only', '--i2p-sam-port', '1')
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining('✗ No I2P router answers at 127.0.0.1:1.'),
  })
})

/** The files below a folder in which an address stands, as text or as multiaddr and records write it. */
async function holding(folder: string, host: string): Promise<string[]> {
  const traces = [Buffer.from(host), Buffer.from([4, ...host.split('.').map(Number)])]
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) => each.isFile())
  const contents = await Promise.all(
    files.map(async ({ parentPath, name }) => [name, await readFile(join(parentPath, name))] as const),
  )
  return contents.filter(([, bytes]) => traces.some((trace) => bytes.includes(trace))).map(([name]) => name)
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
