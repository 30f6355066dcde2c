import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { listFiles, root } from '../../scripts/check/workspace.ts'

/** What a file shall hold instead, or what shall become of what it holds. */
export type Change = string | ((before: string) => string)

export interface CopiedTree {
  /** Makes changes for as long as the function runs. */
  with<T>(changes: Readonly<Record<string, Change>>, run: () => T): T
  /** Runs a script of its package.json. */
  run(script: string, args?: readonly string[], env?: Readonly<Record<string, string>>): Result
  remove(): void
}

export interface Result {
  readonly passed: boolean
  readonly output: string
}

/** A copy of this repository as git sees it, with its dependencies linked, so that a fault can be planted in it. */
export function copyTree(): CopiedTree {
  const folder = mkdtempSync(join(tmpdir(), 'hydra-check-'))
  const files = listFiles()
  for (const path of files) if (!/^docs\/evidence\/.*(?<!\.md)$/.test(path)) copy(folder, path)
  const manifests = files.filter((path) => basename(path) === 'package.json' && !path.startsWith('toolchain/'))
  for (const path of manifests) linkDependencies(folder, dirname(path))
  spawnSync('git', ['init', '--quiet'], { cwd: folder })
  return {
    with: (changes, run) => withChanges(folder, changes, run),
    run: (script, args = [], env = {}) => execute(folder, script, args, env),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

function copy(folder: string, path: string): void {
  mkdirSync(join(folder, dirname(path)), { recursive: true })
  cpSync(join(root, path), join(folder, path), { verbatimSymlinks: true })
}

// Entry by entry, so that what tools write into node_modules stays in the copy. pnpm's own links are relative: among
// packages they lead to the copy, and to dependencies by way of the link to .pnpm.
function linkDependencies(folder: string, own: string): void {
  const from = join(root, own, 'node_modules')
  if (!existsSync(from)) return
  const to = join(folder, own, 'node_modules')
  if (own !== '.') return cpSync(from, to, { recursive: true, verbatimSymlinks: true })
  mkdirSync(join(to, '.bin'), { recursive: true })
  for (const name of readdirSync(from)) {
    if (!name.startsWith('.') || name === '.pnpm') symlinkSync(join(from, name), join(to, name))
  }
  for (const name of readdirSync(join(from, '.bin'))) {
    if (name === 'node') symlinkSync(process.execPath, join(to, '.bin', name))
    else cpSync(join(from, '.bin', name), join(to, '.bin', name))
  }
}

function withChanges<T>(folder: string, changes: Readonly<Record<string, Change>>, run: () => T): T {
  const before = Object.keys(changes).map((path) => [path, read(join(folder, path))] as const)
  try {
    for (const [path, change] of Object.entries(changes)) {
      const text = typeof change === 'string' ? change : change(read(join(folder, path)) ?? '')
      mkdirSync(join(folder, dirname(path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    return run()
  } finally {
    for (const [path, text] of before) {
      if (text === undefined) rmSync(join(folder, path))
      else writeFileSync(join(folder, path), text)
    }
  }
}

function read(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

// Nothing that pnpm or vitest set for this process: the copy is a world of its own.
const INHERITED = /^(npm_|pnpm_|PNPM_|VITEST|NODE_ENV$|NODE_OPTIONS$|INIT_CWD$|FORCE_COLOR$)/

function execute(
  folder: string,
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Result {
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !INHERITED.test(name)))
  const { status, stdout, stderr, error } = spawnSync(process.execPath, ['--run', script, '--', ...args], {
    cwd: folder,
    encoding: 'utf8',
    // pnpm installs before it runs a script where a manifest has changed. Here that would write through the links
    // above, into what this repository itself runs on.
    env: { ...kept, NO_COLOR: '1', pnpm_config_verify_deps_before_run: 'false', ...env },
    timeout: 60_000,
  })
  if (error) throw error
  return { passed: status === 0, output: stdout + stderr }
}
