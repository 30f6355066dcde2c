import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.ts'
import type { Packed } from './workspace.ts'

const BLOCK_BYTES = 4096

/** A folder of the system's temporary ones, far from the workspace. */
export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'hydra-packaging-'))
}

export async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
}

/** What a stranger does: an empty project, and plain npm. Cross-dependencies come from the tarballs too. */
export async function install(
  folder: string,
  wanted: readonly Packed[],
  all: readonly Packed[],
  devDependencies: Record<string, string> = {},
): Promise<void> {
  const others = all.filter(({ name }) => !wanted.some((one) => one.name === name))
  const manifest = {
    private: true,
    type: 'module',
    dependencies: specifiers(wanted),
    overrides: specifiers(others),
    devDependencies,
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  // npm 12 blocks install scripts, and careful people switch them off in npm 11: everything must work without.
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline']
  const { code, stderr, timedOut } = await run('npm', args, { cwd: folder, timeoutMs: 120_000 })
  if (timedOut) throw new Error('npm install did not finish in two minutes.')
  if (code !== 0) throw new Error(`npm install failed.\n${stderr}`)
}

function specifiers(packed: readonly Packed[]): Record<string, string> {
  return Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`]))
}

/** Packages that would run code while being installed. */
export function installScripts(folder: string): string[] {
  const installed = installedPackages(folder)
  return Object.keys(installed).filter((path) => installed[path]?.hasInstallScript)
}

/** Where the copies of a package are. */
export function copies(folder: string, name: string): string[] {
  return Object.keys(installedPackages(folder)).filter((path) => path.endsWith(`node_modules/${name}`))
}

function installedPackages(folder: string): Record<string, { readonly hasInstallScript?: boolean }> {
  return JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8')).packages
}

/** Megabytes as `du -sm` counts them: files take whole blocks on a disk. */
export function diskMegabytes(folder: string): number {
  return diskBytes(folder) / 2 ** 20
}

function diskBytes(path: string): number {
  const stat = lstatSync(path)
  if (!stat.isDirectory()) return Math.ceil(stat.size / BLOCK_BYTES) * BLOCK_BYTES
  return readdirSync(path).reduce((sum, name) => sum + diskBytes(join(path, name)), BLOCK_BYTES)
}
