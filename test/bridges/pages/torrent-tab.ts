import { createFiles, type Files, memoryBlocks } from '@hydra/files'
import { createTorrents, type TorrentClient, type Torrents } from '@hydra/files/torrent'

interface WebTorrent {
  readonly default: new (options: object) => TorrentClient & { on(event: 'error', listener: () => void): void }
}

let files: Files
let torrents: Torrents
let infohash: Uint8Array | undefined

/** A tab with files, and WebTorrent's own build for pages. Nobody is contacted but the tracker. */
export async function start(tracker: string): Promise<void> {
  const path = '/webtorrent.js'
  const { default: Client } = (await import(/* @vite-ignore */ path)) as WebTorrent
  const client = new Client({ dht: false, lsd: false, tracker: { rtcConfig: { iceServers: [] } } })
  client.on('error', () => {})
  torrents = createTorrents({ client, announce: [tracker], find: () => infohash })
  files = await createFiles({ blocks: memoryBlocks(), sources: [torrents] })
}

/** Adds a video of so many bytes, and offers it. */
export async function offer(bytes: number): Promise<{ cid: string; magnet: string; infohash: number[]; hash: string }> {
  const content = new Uint8Array(bytes)
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(content.subarray(at, at + 65_536))
  const cid = await files.add(content)
  const offered = await torrents.offer(files, cid, { name: 'whale.mp4' })
  return { cid, magnet: offered.magnet, infohash: [...offered.infohash], hash: await hashOf(content) }
}

/** Pins a file that the index connects with an infohash. */
export async function pin(cid: string, known: number[]): Promise<{ hash: string; damaged: number; missing: number }> {
  infohash = Uint8Array.from(known)
  await files.pin(cid)
  const { damaged, missing } = await files.verify(cid)
  return { hash: await hashOf(await files.get(cid, { local: true })), damaged: damaged.length, missing: missing.length }
}

/** Adds what somebody else's torrent holds. */
export async function bring(magnet: string): Promise<{ cid: string; hash: string }> {
  const cid = await torrents.bring(files, magnet)
  return { cid, hash: await hashOf(await files.get(cid, { local: true })) }
}

async function hashOf(bytes: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
