import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openNodeListener } from '@hydra/transports/node-listener'
import { Hono } from 'hono'
import { expect, it, onTestFinished } from 'vitest'
import { type Daemon, type Home, openHome } from './hydra.ts'

const LONG = { timeout: 45_000, interval: 500 }

const curl = async (url: string): Promise<string> =>
  (await promisify(execFile)('curl', ['--silent', '--max-time', '20', url])).stdout

/** A server as people write them. */
async function startNotes(): Promise<string> {
  const notes = new Hono().get('/notes/:id', (context) => context.json({ id: context.req.param('id') }))
  const server = await openNodeListener({ handler: async (request) => notes.fetch(request) })
  onTestFinished(() => server.close())
  return server.url
}

async function linked(home: Home): Promise<number> {
  const peers = await home.json<{ state: string }>('peers', 'ls')
  return peers.filter(({ state }) => state === 'connected').length
}

it('three nodes find each other on the local network, share, host, and lose nothing when each in turn is killed', async () => {
  const homes = [await openHome(), await openHome(), await openHome()] as const
  const [one, two, three] = homes
  // Each test run is a network of its own.
  const port = String(20_000 + (process.pid % 10_000))
  const onLoopback = ['--discovery-mdns', '--discovery-mdns-interface', '127.0.0.1', '--discovery-mdns-port', port]
  const start = (home: Home): Promise<Daemon> => home.start(...onLoopback)
  let daemons = await Promise.all(homes.map(start))
  for (const home of homes) await expect.poll(() => linked(home), LONG).toBe(2)

  await writeFile(join(one.dataDir, 'whale.txt'), 'A whale of a file. '.repeat(50_000))
  const [added] = await one.json<{ cid: string }>('files', 'add', 'whale.txt', '--tag', 'sea')
  const cid = added?.cid ?? ''
  const search = () => two.json<{ cid: string }>('files', 'search', 'whale')
  await expect.poll(search, LONG).toMatchObject([{ cid }])
  expect(await two.hydra('files', 'get', cid, 'copy.txt')).toMatchObject({ code: 0 })
  expect((await readFile(join(two.dataDir, 'copy.txt'))).length).toBe(950_000)

  await two.hydra('services', 'host', await startNotes(), '--as', 'notes')
  expect(await two.hydra('names', 'claim', 'three-notes', 'notes')).toMatchObject({ code: 0 })
  await three.hydra('feed', 'post', 'All three are here.')
  const ask = () => curl(`${daemons[2]?.url}services/three-notes/notes/7`)
  await expect.poll(ask, LONG).toBe('{"id":"7"}')

  // None is asked to stop, and each is back on what it has on its disk.
  for (const at of homes.keys()) {
    await daemons[at]?.stop('SIGKILL')
    daemons = daemons.with(at, await start(homes[at] as Home))
  }
  expect(await one.json('files', 'ls')).toMatchObject([{ cid, name: 'whale.txt' }])
  expect(await two.json('services', 'ls')).toMatchObject([{ label: 'notes' }])
  expect(await three.json('feed', 'timeline')).toMatchObject([{ body: { text: 'All three are here.' } }])
  for (const home of homes) await expect.poll(() => linked(home), LONG).toBe(2)
  await expect.poll(ask, LONG).toBe('{"id":"7"}')
  await expect.poll(() => three.json('names', 'resolve', 'three-notes'), LONG).toHaveLength(1)
})
