import { execFile, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createFileIndex, createFiles, type Files, memoryBlocks, memorySearch } from '@hydra/files'
import { createTorrents, type TorrentClient } from '@hydra/files/torrent'
import { createKeyPair } from '@hydra/identity'
import { memoryStore } from '@hydra/records'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { needs, versionOf } from './needs.ts'
import { importPeer, needPeers, startTracker } from './peers.ts'

interface Client extends TorrentClient {
  readonly torrentPort: number
  seed(
    bytes: Uint8Array,
    options: object,
    ready: (torrent: { torrentFile: Uint8Array; infoHash: string }) => void,
  ): void
  destroy(done: () => void): void
  on(event: 'error', listener: (error: unknown) => void): void
}

type WebTorrent = { default: new (options: object) => Client }

const BYTES = 20_000_000
// Debian's own, whatever else is on the search path: its libtorrent belongs to it.
const PYTHON = '/usr/bin/python3'
let work: string | undefined
let announce: string[]
let WebTorrentClient: WebTorrent['default']
const ends: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  needs({ aria2c: 'aria2', [PYTHON]: 'python3' })
  await promisify(execFile)(PYTHON, ['-c', 'import libtorrent']).catch(() => {
    throw new Error('libtorrent is not here. On Debian: apt-get install python3-libtorrent')
  })
  await needPeers()
  work = await mkdtemp(join(tmpdir(), 'hydra-torrent-'))
  const { module, version } = await importPeer('webtorrent')
  WebTorrentClient = (module as WebTorrent).default
  const tracker = await startTracker({ ws: false })
  ends.push(tracker.close)
  announce = [`http://${tracker.place}/announce`]
  const own = [versionOf('aria2'), versionOf('python3-libtorrent')]
  console.log(`Ran against ${[version, ...own].join(', ')}, met at ${tracker.version} on loopback`)
}, 300_000)
afterAll(async () => {
  for (const end of ends) await end()
  if (work !== undefined) await rm(work, { recursive: true })
})

function folder(): string {
  return work ?? ''
}

function startClient(): Client {
  const quiet = { dht: false, lsd: false, natUpnp: false, natPmp: false, utp: false, utPex: false }
  const client = new WebTorrentClient({ ...quiet, torrentPort: 0 })
  client.on('error', (error) => console.error(error))
  onTestFinished(() => new Promise<void>((resolve) => client.destroy(resolve)))
  return client
}

async function open(...sources: Parameters<typeof createFiles>[0]['sources'] & object): Promise<Files> {
  const files = await createFiles({ blocks: memoryBlocks(), sources })
  onTestFinished(() => files.close())
  return files
}

/** A video of somebody who offers it, as the index tells of it. */
async function posted() {
  const bytes = randomBytes(BYTES)
  const files = await open()
  const cid = await files.add(bytes)
  const torrents = createTorrents({ client: startClient(), announce })
  const { infohash, torrent, magnet } = await torrents.offer(files, cid, { name: 'whale.mp4' })
  const index = await createFileIndex({ store: memoryStore(), search: memorySearch() })
  onTestFinished(() => index.close())
  const about = { name: 'whale.mp4', bytes: BYTES, mediaType: 'video/mp4', cid, tags: [] }
  await index.publish(await createKeyPair(), { ...about, infohash })
  const find = async (wanted: string) => {
    const [entry] = (await index.search('', { cid: wanted })).entries
    return entry?.infohash
  }
  return { bytes, cid, torrent, magnet, infohash, find }
}

async function pinsOf(files: Files) {
  const pins: unknown[] = []
  for await (const pin of files.pins()) pins.push(pin)
  return pins
}

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A process that ends with the test. */
function run(command: string, ...args: string[]) {
  const child = spawn(command, args, { cwd: folder(), stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

it('is fetched by its CID, with the infohash out of the index, and pinned', async () => {
  const { cid, bytes, find } = await posted()
  const files = await open(createTorrents({ client: startClient(), announce, find }))
  const began = performance.now()
  await files.pin(cid)
  console.log(`torrent → files: ${BYTES} bytes in ${Math.round(performance.now() - began)} ms`)
  expect(sha(await files.get(cid, { local: true }))).toBe(sha(bytes))
  const stats = await files.verify(cid)
  expect([stats.missing, stats.damaged]).toEqual([[], []])
})

it('is read from its middle without waiting for the rest', async () => {
  const { cid, bytes, find } = await posted()
  const files = await open(createTorrents({ client: startClient(), announce, find }))
  expect(sha(await files.get(cid, { offset: 15_000_000, length: 1_000 }))).toBe(
    sha(bytes.subarray(15_000_000, 15_001_000)),
  )
})

it('is fetched by WebTorrent itself, by its magnet link', async () => {
  const { bytes, magnet } = await posted()
  const client = startClient()
  const torrent = client.add(magnet, {})
  await new Promise<void>((resolve) => torrent.once('ready', resolve))
  const parts: Uint8Array[] = []
  const [file] = torrent.files
  expect(file?.path).toBe('whale.mp4')
  const whole: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => file![Symbol.asyncIterator]() }
  for await (const part of whole) parts.push(part)
  expect(sha(Buffer.concat(parts))).toBe(sha(bytes))
})

it('is fetched by aria2', async () => {
  const { bytes, torrent } = await posted()
  await writeFile(join(folder(), 'aria.torrent'), torrent)
  const out = await mkdtemp(join(folder(), 'aria-'))
  const quiet = ['--enable-dht=false', '--bt-enable-lpd=false', '--seed-time=0', '--quiet', '--listen-port=26881-26999']
  const child = run('aria2c', ...quiet, `--dir=${out}`, join(folder(), 'aria.torrent'))
  expect((await once(child, 'exit'))[0]).toBe(0)
  expect(sha(await readFile(join(out, 'whale.mp4')))).toBe(sha(bytes))
})

it('is fetched by libtorrent', async () => {
  const { bytes, torrent } = await posted()
  const out = await mkdtemp(join(folder(), 'lt-'))
  await writeFile(join(out, 'a.torrent'), torrent)
  const child = run(PYTHON, '-c', LIBTORRENT, 'fetch', join(out, 'a.torrent'), out)
  expect((await once(child, 'exit'))[0]).toBe(0)
  expect(sha(await readFile(join(out, 'whale.mp4')))).toBe(sha(bytes))
})

it('fetches what WebTorrent seeds, and pins it under its CID', async () => {
  const bytes = randomBytes(BYTES)
  const seeder = startClient()
  const infohash = await new Promise<string>((resolve) => {
    seeder.seed(bytes, { name: 'theirs.mp4', announce }, ({ infoHash }) => resolve(infoHash))
  })
  const files = await open()
  const cid = await createTorrents({ client: startClient(), announce }).bring(files, infohash)
  expect(sha(await files.get(cid, { local: true }))).toBe(sha(bytes))
  expect(await pinsOf(files)).toEqual([{ cid, complete: true }])
  expect(cid).toBe(await (await open()).add(bytes))
})

it('fetches what libtorrent seeds, and knows it by a CID that the index connects with it', async () => {
  const bytes = randomBytes(BYTES)
  const made = await libtorrentMakes(bytes)
  await libtorrentSeeds(made, bytes)
  const cid = await (await open()).add(bytes)
  const files = await open(
    createTorrents({ client: startClient(), announce, find: () => Buffer.from(made.infohash, 'hex') }),
  )
  await files.pin(cid)
  expect(sha(await files.get(cid, { local: true }))).toBe(sha(bytes))
})

it('takes no poisoned piece, and what is whole from whoever is honest', async () => {
  const bytes = randomBytes(BYTES)
  const made = await libtorrentMakes(bytes)
  const poisoned = Buffer.from(bytes)
  for (let at = 0; at < BYTES; at += 1_000_000) poisoned.fill(0, at, at + 300_000)
  await libtorrentSeeds(made, poisoned)
  const files = await open()
  const torrents = createTorrents({ client: startClient(), announce })
  const bringing = torrents.bring(files, made.infohash, { signal: AbortSignal.timeout(15_000) })
  await expect(bringing).rejects.toMatchObject({ name: 'TimeoutError' })
  expect(await pinsOf(files)).toEqual([])
  await libtorrentSeeds(made, bytes)
  const cid = await torrents.bring(files, made.infohash)
  expect(sha(await files.get(cid, { local: true }))).toBe(sha(bytes))
})

it('does not take a sound torrent for a file that it is not', async () => {
  const made = await libtorrentMakes(randomBytes(1_000_000))
  await libtorrentSeeds(made, made.bytes)
  const other = await (await open()).add(randomBytes(1_000_000))
  const find = () => Buffer.from(made.infohash, 'hex')
  const files = await open(createTorrents({ client: startClient(), announce, find }))
  await expect(files.get(other, { signal: AbortSignal.timeout(30_000) })).rejects.toMatchObject({
    name: 'MissingBlockError',
  })
})

interface Made {
  readonly file: string
  readonly infohash: string
  readonly bytes: Uint8Array
}

async function libtorrentMakes(bytes: Uint8Array): Promise<Made> {
  const path = join(await mkdtemp(join(folder(), 'make-')), 'theirs.mp4')
  await writeFile(path, bytes)
  const { stdout } = await promisify(execFile)(PYTHON, ['-c', LIBTORRENT, 'make', path, ...announce])
  return { file: `${path}.torrent`, infohash: stdout.trim(), bytes }
}

/** A real libtorrent that says it has all of it, whatever it was given. */
async function libtorrentSeeds({ file }: Made, has: Uint8Array): Promise<void> {
  const out = await mkdtemp(join(folder(), 'seed-'))
  await writeFile(join(out, 'theirs.mp4'), has)
  await once(run(PYTHON, '-c', LIBTORRENT, 'seed', file, out).stdout, 'data')
}

const LIBTORRENT = `
import libtorrent as lt, sys, time
what, path, *rest = sys.argv[1:]
if what == 'make':
    storage = lt.file_storage()
    lt.add_files(storage, path)
    maker = lt.create_torrent(storage, 0, lt.create_torrent.v1_only)
    for url in rest: maker.add_tracker(url)
    lt.set_piece_hashes(maker, path.rsplit('/', 1)[0])
    open(path + '.torrent', 'wb').write(lt.bencode(maker.generate()))
    print(lt.torrent_info(path + '.torrent').info_hash())
    sys.exit()
settings = {'enable_dht': False, 'enable_lsd': False, 'enable_upnp': False, 'enable_natpmp': False,
  'listen_interfaces': '127.0.0.1:0', 'allow_multiple_connections_per_ip': True}
session = lt.session(settings)
params = lt.add_torrent_params()
params.ti = lt.torrent_info(path)
params.save_path = rest[0]
if what == 'seed': params.flags |= lt.torrent_flags.seed_mode
handle = session.add_torrent(params)
print(params.ti.info_hash(), flush=True)
while what == 'seed' or not handle.status().is_seeding: time.sleep(0.1)
`
