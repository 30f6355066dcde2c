import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A Node of this machine that is too old for Hydra, if there is one. */
export function findOldNode(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/bin', '/usr/bin']
  const candidates = new Set(folders.filter(Boolean).map((folder) => join(folder, 'node')))
  return [...candidates].find((file) => existsSync(file) && isOld(file))
}

function isOld(file: string): boolean {
  const version = execFileSync(file, ['-p', 'process.versions.node'], { encoding: 'utf8' })
  const [major = 0, minor = 0] = version.split('.').map(Number)
  // Below 18 there is no `import` of most of what is asked for, and nobody supports it any more.
  return major >= 18 && (major < 22 || (major === 22 && minor < 19))
}
