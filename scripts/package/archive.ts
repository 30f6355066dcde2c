import { execFileSync } from 'node:child_process'
import { renameSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { arch, platform } from 'node:process'

/** Packs the program as it stands: unpacked anywhere, `./hydra` runs. */
export function buildArchive(program: string, version: string, out: string): string {
  const name = `hydra-${version}-${platform}-${arch}`
  const file = join(out, `${name}.tar.gz`)
  const link = join(dirname(program), name)
  symlinkSync(program, link)
  const flags = ['--owner=0', '--group=0', '--numeric-owner', '--sort=name', '--dereference']
  execFileSync('tar', [...flags, '--directory', dirname(program), '-czf', `${file}.part`, name])
  rmSync(link)
  // Whole or not at all.
  renameSync(`${file}.part`, file)
  return file
}
