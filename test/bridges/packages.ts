import { execFile } from 'node:child_process'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { needs } from './needs.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)

export interface Packages {
  readonly deb: string
  readonly archive: string
}

/** Both packages, as the script of the repository makes them. */
export async function buildPackages(out: string): Promise<Packages> {
  needs({ 'dpkg-deb': 'dpkg', tar: 'tar', xz: 'xz-utils' })
  const { stdout } = await run('npm', ['run', '--silent', 'package', '--', '--out', out], { cwd: root, maxBuffer: 1e8 })
  const [archive = '', deb = ''] = stdout.trim().split('\n').slice(-2)
  return { deb, archive }
}

/** The same Debian package under another version. */
export async function renumbered(deb: string, version: string, out: string): Promise<string> {
  const tree = join(out, 'renumbered')
  await run('dpkg-deb', ['-R', deb, tree])
  await edited(join(tree, 'DEBIAN/control'), /^Version: .*/m, `Version: ${version}`)
  await edited(join(tree, 'usr/lib/hydra/app/node/package.json'), /"version": "[^"]+"/, `"version": "${version}"`)
  const file = join(out, `hydra-node_${version}.deb`)
  await run('dpkg-deb', ['-Zgzip', '-z1', '--root-owner-group', '-b', tree, `${file}.part`])
  await rename(`${file}.part`, file)
  await rm(tree, { recursive: true })
  return file
}

async function edited(file: string, what: RegExp, by: string): Promise<void> {
  await writeFile(file, (await readFile(file, 'utf8')).replace(what, by))
}
