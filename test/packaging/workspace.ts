import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './run.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly type?: string
  readonly license?: string
  readonly sideEffects?: boolean
  readonly engines?: Record<string, string>
  readonly scripts?: Record<string, string>
  readonly exports?: Record<string, string | Record<string, string>>
  readonly imports?: Record<string, string | Record<string, string>>
  readonly dependencies?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
}

export interface Packed {
  readonly name: string
  readonly tarball: string
  /** As it is published: with the workspace's ranges replaced by real ones. */
  readonly manifest: Manifest
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/** Packs whatever is published from this repository. */
export async function packAll(destination: string): Promise<Packed[]> {
  await mkdir(destination, { recursive: true })
  const folders = globSync('packages/*/package.json', { cwd: root }).map((file) => join(root, dirname(file)))
  return Promise.all(folders.filter((folder) => readManifest(folder).private !== true).map((f) => pack(f, destination)))
}

async function pack(folder: string, destination: string): Promise<Packed> {
  const { name } = readManifest(folder)
  const tarball = join(destination, `${name.replace(/^@/, '').replace('/', '-')}.tgz`)
  const { code, stdout, stderr } = await run('pnpm', ['--silent', 'pack', '--out', tarball], { cwd: folder })
  if (code !== 0 || !existsSync(tarball)) throw new Error(`${name} cannot be packed.\n${stdout}${stderr}`)
  const published = await run('tar', ['-xzOf', tarball, 'package/package.json'], { cwd: destination })
  return { name, tarball, manifest: JSON.parse(published.stdout) }
}
