import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { arch, platform } from 'node:process'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const nodeExample = join(root, 'examples', 'node')

// What no running program reads, and licences do not ask for.
const UNREAD = [
  '**/*.{map,d.ts,d.mts,d.cts,tsbuildinfo,markdown}',
  '**/{README,CHANGELOG,HISTORY,CONTRIBUTING,SECURITY}*.md',
  'node_modules/@hydra/*/src',
  'node_modules/.bin',
  '{src,grafana,tsconfig.json}',
  'node_modules/{.pnpm,.modules.yaml,.pnpm-workspace-state-v1.json}',
  'pnpm-{lock,workspace}.yaml',
]

// It finds itself through links. An upgrade that is cut leaves its mark: half of one version beside half of another.
const LAUNCHER = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
if [ -e "$here/.unpacking" ]; then
  echo "✗ Hydra is being installed, or that was cut short. What your node keeps is untouched." >&2
  echo "  Wait for it, or install the package again: sudo dpkg -i hydra-node_*.deb" >&2
  exit 75
fi
exec "$here/bin/node" "$here/app/node/dist/main.js" "$@"
`

export function ownVersion(): string {
  return (JSON.parse(readFileSync(join(nodeExample, 'package.json'), 'utf8')) as { version: string }).version
}

/** A folder that runs by itself: `hydra`, a Node, the command line with all that it needs, and its two pages. */
export function buildProgram(folder: string, version: string): void {
  const app = join(folder, 'app')
  mkdirSync(join(folder, 'bin'), { recursive: true })
  writeFileSync(join(folder, 'hydra'), LAUNCHER, { mode: 0o755 })
  copyNode(folder)
  deploy(join(app, 'node'))
  setVersion(join(app, 'node', 'package.json'), version)
  for (const page of ['picture-sharing', 'dashboard']) {
    const built = join(root, 'examples', page, 'dist')
    if (!existsSync(join(built, 'index.html'))) throw new Error(`${page} is not built: npm run package builds it.`)
    cpSync(built, join(app, page, 'dist'), { recursive: true })
  }
  cpSync(join(root, 'LICENSE.md'), join(folder, 'LICENSE.md'))
}

/** The pinned Node, as the package registry has it for this platform. */
function copyNode(folder: string): void {
  const toolchain = join(root, 'toolchain', 'node')
  const from = join(toolchain, 'node_modules', `node-${platform}-${arch}`)
  if (!existsSync(from)) execFileSync('npm', ['install', '--no-save', '--loglevel=error'], { cwd: toolchain })
  cpSync(join(from, 'bin', 'node'), join(folder, 'bin', 'node'))
  chmodSync(join(folder, 'bin', 'node'), 0o755)
  cpSync(join(from, 'LICENSE'), join(folder, 'bin', 'LICENSE'))
}

function deploy(folder: string): void {
  // Legacy: the new way asks for workspace packages that are copied, not linked, in every checkout.
  const config = ['--legacy', '--config.node-linker=hoisted', '--config.allow-unused-patches=true', '--prefer-offline']
  execFileSync('pnpm', ['--silent', '--filter', '@hydra/node', 'deploy', '--prod', ...config, folder], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  for (const path of globSync(UNREAD, { cwd: folder })) rmSync(join(folder, path), { recursive: true, force: true })
}

function setVersion(file: string, version: string): void {
  const about = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  writeFileSync(file, `${JSON.stringify({ ...about, version }, undefined, 2)}\n`)
}
