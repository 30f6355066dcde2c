import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { TorrentClient } from '@hydra/files/torrent'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { type Browser, buildPage, openBrowser, type Page, type Tab } from '../browser/open-browser.ts'
import { importPeer, needPeers, startTracker } from './peers.ts'

type TorrentTab = Tab<typeof import('./pages/torrent-tab.ts')>

interface Client extends TorrentClient {
  seed(bytes: Uint8Array, options: object, ready: (torrent: { magnetURI: string }) => void): void
  destroy(done: () => void): void
  on(event: 'error', listener: (error: unknown) => void): void
}

const BYTES = 5_000_000
let browser: Browser
let page: Page
let announce: string
let tracker: Awaited<ReturnType<typeof startTracker>> | undefined
let ClientOf: new (options: object) => Client

beforeAll(async () => {
  await needPeers()
  const webtorrent = await importPeer('webtorrent')
  ClientOf = (webtorrent.module as { default: typeof ClientOf }).default
  tracker = await startTracker({ ws: true })
  announce = `ws://${tracker.place}`
  browser = await openBrowser()
  const own = await readFile(new URL('peers/node_modules/webtorrent/dist/webtorrent.min.js', import.meta.url), 'utf8')
  const built = await buildPage(new URL('pages/torrent-tab.ts', import.meta.url))
  page = new Map([...built, ['/webtorrent.js', { type: 'text/javascript', body: own }]])
  console.log(`Ran against ${webtorrent.version} in Chromium and in Node, met at ${tracker.version} on loopback`)
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await tracker?.close()
})

async function openTab(): Promise<TorrentTab> {
  const tab: TorrentTab = await browser.openTab(page)
  onTestFinished(() => tab.close())
  await tab.call('start', announce)
  return tab
}

function startClient(): Client {
  const quiet = { dht: false, lsd: false, natUpnp: false, natPmp: false, utp: false }
  const client = new ClientOf({ ...quiet, torrentPort: 0, tracker: { rtcConfig: { iceServers: [] } } })
  client.on('error', (error) => console.error(error))
  onTestFinished(() => new Promise<void>((resolve) => client.destroy(resolve)))
  return client
}

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

it('is offered by a tab and pinned by another, by WebRTC alone', async () => {
  const [author, reader] = [await openTab(), await openTab()]
  const { cid, infohash, hash } = await author.call('offer', BYTES)
  expect(await reader.call('pin', cid, infohash)).toEqual({ hash, damaged: 0, missing: 0 })
})

it('is offered by a tab and fetched by WebTorrent in Node', async () => {
  const author = await openTab()
  const { magnet, hash } = await author.call('offer', BYTES)
  const torrent = startClient().add(magnet, {})
  await new Promise<void>((resolve) => torrent.once('ready', resolve))
  const parts: Uint8Array[] = []
  const [file] = torrent.files
  const whole: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => file![Symbol.asyncIterator]() }
  for await (const part of whole) parts.push(part)
  expect(sha(Buffer.concat(parts))).toBe(hash)
})

it('is fetched in a tab from WebTorrent in Node, and pinned under its CID', async () => {
  const bytes = randomBytes(BYTES)
  const magnet = await new Promise<string>((resolve) => {
    startClient().seed(bytes, { name: 'theirs.mp4', announce: [announce] }, ({ magnetURI }) => resolve(magnetURI))
  })
  const reader = await openTab()
  expect(await reader.call('bring', magnet)).toMatchObject({ hash: sha(bytes), cid: expect.stringMatching(/^bafy/) })
})
