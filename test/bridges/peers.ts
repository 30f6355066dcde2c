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
