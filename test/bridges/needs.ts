import { execFileSync, spawnSync } from 'node:child_process'

/** Fails, and names what to install, where a program that a bridge is tried against is not on this machine. */
export function needs(programs: Readonly<Record<string, string>>): void {
  const missing = Object.keys(programs).filter((program) => !isThere(program))
  if (missing.length === 0) return
  const packages = [...new Set(missing.map((program) => programs[program]))].join(' ')
  throw new Error(`${missing.join(', ')} is not here. On Debian: apt-get install ${packages}`)
}

/** Fails where the test may not make namespaces and mounts of its own. */
export function needsRoot(): void {
  if (process.getuid?.() !== 0) throw new Error('This makes namespaces of its own: run it as root.')
}

/** The version of a Debian package, for the record of what a bridge ran against. */
export function versionOf(debianPackage: string): string {
  return `${debianPackage} ${execFileSync('dpkg-query', ['-W', '-f', '${Version}', debianPackage], { encoding: 'utf8' })}`
}

function isThere(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0
}
