// No address of a package registry in any file: what is cloned must install from whichever registry its user has.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { conclude } from './faults.ts'
import { listFiles, root } from './workspace.ts'

// Put together here, or this very file would be the first finding.
const PUBLIC = [
  ['registry', 'npmjs', 'org'],
  ['registry', 'npmjs', 'com'],
  ['registry', 'yarnpkg', 'com'],
  ['registry', 'npmmirror', 'com'],
  ['npm', 'pkg', 'github', 'com'],
  ['npm', 'jsr', 'io'],
].map((labels) => labels.join('.'))

// Whatever host it is at: the fields of lock files that say where a package was loaded from.
const LOADED_FROM = /(?:tarball: |"resolved": ")https?:/i

const hosts = new Set([...PUBLIC, ...configured()])
const files = listFiles()
const faults = files.flatMap((path) => {
  const content = readFileSync(join(root, path), 'latin1').toLowerCase()
  const fault = (at: number, what: string) =>
    at < 0
      ? []
      : [{ at: `${path}:${content.slice(0, at).split('\n').length}`, message: `${what} Leave its address out.` }]
  return [
    ...fault(content.search(LOADED_FROM), 'says where a package was loaded from.'),
    // The configured host may be nobody else's business: only a public one is named.
    ...[...hosts].flatMap((host) => {
      const name = PUBLIC.includes(host) ? host : 'the registry that this machine is set to'
      return fault(content.indexOf(host), `names ${name}.`)
    }),
  ]
})

conclude(faults, `${files.length} files, as to registry addresses`)

/** The host that npm here is set to; with its port, where the name alone stands in many a file for other reasons. */
function configured(): string[] {
  const output = execFileSync('npm', ['config', 'get', 'registry'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return [output.trim(), process.env['npm_config_registry'] ?? ''].flatMap((address) => {
    if (!URL.canParse(address)) return []
    const { hostname, host } = new URL(address)
    return [hostname.includes('.') && !/^[\d.]+$/.test(hostname) ? hostname : host].filter((name) => /[.:]/.test(name))
  })
}
