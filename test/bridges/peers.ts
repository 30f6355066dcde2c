import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const folder = fileURLToPath(new URL('peers/', import.meta.url))
const INSTALL = ['install', '--frozen-lockfile', '--ignore-scripts']

/** Brings the older networks' own packages, in versions of their own, unless they are there. */
export async function needPeers(): Promise<void> {
  const stamp = `${folder}node_modules/.installed`
  const wanted = readFileSync(`${folder}pnpm-lock.yaml`, 'utf8')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  await promisify(execFile)('pnpm', INSTALL, { cwd: folder, timeout: 300_000 })
  writeFileSync(stamp, wanted)
}

/** One of them, and which version it is. */
export async function importPeer(name: string): Promise<{ module: unknown; version: string }> {
  const about = JSON.parse(readFileSync(`${folder}node_modules/${name}/package.json`, 'utf8')) as { version: string }
  const module: unknown = await import(pathToFileURL(`${folder}${name}.mjs`).href)
  return { module, version: `${name} ${about.version}` }
}

interface Tracker {
  readonly http: { address(): { port: number } }
  listen(port: number, host: string, ready: () => void): void
  close(done: () => void): void
}

/** A BitTorrent tracker on loopback, by HTTP and, for tabs, by WebSocket. */
export async function startTracker({ ws }: { ws: boolean }) {
  const { module, version } = await importPeer('bittorrent-tracker')
  const { Server } = module as { Server: new (options: object) => Tracker }
  const tracker = new Server({ udp: false, http: true, ws, stats: false })
  await new Promise<void>((resolve) => tracker.listen(0, '127.0.0.1', resolve))
  return {
    place: `127.0.0.1:${tracker.http.address().port}`,
    version,
    close: () => new Promise<void>((resolve) => tracker.close(resolve)),
  }
}
