// Writes @libp2p/webrtc, and what only it needs, into packages/transports/dist/webrtc-bundle.
// As a dependency it would bring react-native to everyone who installs Hydra: see docs/decisions/0012.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { licenceNotice } from './licence-notice.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const transports = join(root, 'packages/transports')
const output = join(transports, 'dist/webrtc-bundle')
const platforms = ['browser', 'node'] as const

// One copy each for the whole peer: classes and symbols of these are compared, or a browser would load them twice.
const shared = Object.keys(readJson(join(transports, 'package.json')).dependencies ?? {})

const stamp = `// Built by scripts/bundle-webrtc.ts from ${fingerprint()}`
if (!upToDate()) await build()

async function build(): Promise<void> {
  await rm(output, { recursive: true, force: true })
  await mkdir(output, { recursive: true })
  const modules = new Set<string>()
  for (const platform of platforms) for (const id of await bundle(platform)) modules.add(id)
  await writeFile(join(output, 'LICENCES.txt'), licenceNotice([...modules]))
}

async function bundle(platform: (typeof platforms)[number]): Promise<string[]> {
  const build = await rolldown({
    cwd: transports,
    input: '@libp2p/webrtc',
    platform,
    external: (id) => shared.some((name) => id === name || id.startsWith(`${name}/`)) || isBuiltin(id),
  })
  const written = await build.write({ file: file(platform), format: 'esm', banner: stamp })
  await build.close()
  const [chunk] = written.output
  const foreign = chunk.imports.filter((id) => platform === 'browser' && isBuiltin(id))
  if (foreign.length > 0) throw new Error(`The browser's bundle imports ${foreign.join(', ')}.`)
  return Object.entries(chunk.modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : []))
}

/** The two bundles stand, and were made by this script from what the lock file names now. */
function upToDate(): boolean {
  return platforms.every((platform) => {
    return existsSync(file(platform)) && readFileSync(file(platform), 'utf8').startsWith(`${stamp}\n`)
  })
}

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const name of ['pnpm-lock.yaml', 'scripts/bundle-webrtc.ts', 'scripts/licence-notice.ts']) {
    hash.update(readFileSync(join(root, name)))
  }
  return hash.update(shared.join()).digest('hex').slice(0, 16)
}

function file(platform: string): string {
  return join(output, `${platform}.js`)
}

function isBuiltin(id: string): boolean {
  return id.startsWith('node:') || builtinModules.includes(id)
}

function readJson(path: string): { dependencies?: Record<string, string> } {
  return JSON.parse(readFileSync(path, 'utf8'))
}
