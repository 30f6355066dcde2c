import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, globSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { arch } from 'node:process'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { manPage } from './man-page.ts'
import { nodeExample, root } from './program.ts'

const debian = fileURLToPath(new URL('debian', import.meta.url))
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

/** Puts the program where Debian has such things, and packs it. */
export async function buildDeb(program: string, version: string, out: string): Promise<string> {
  const architecture = ARCHITECTURES[arch]
  if (architecture === undefined) throw new Error(`Debian has no name here for ${arch}.`)
  const tree = join(dirname(program), 'deb')
  const { systemdUnit } = (await import(join(nodeExample, 'dist/service/systemd-unit.js'))) as Service
  const put = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), content)
  }
  cpSync(program, join(tree, 'usr/lib/hydra'), { recursive: true })
  mkdirSync(join(tree, 'usr/bin'), { recursive: true })
  symlinkSync('../lib/hydra/hydra', join(tree, 'usr/bin/hydra'))
  put('usr/lib/systemd/user/hydra.service', systemdUnit({ program: ['/usr/bin/hydra'] }))
  put('usr/share/applications/hydra-node.desktop', readFileSync(join(debian, 'hydra-node.desktop')))
  const icon = readFileSync(join(root, 'examples/picture-sharing/public/icon.svg'))
  put('usr/share/icons/hicolor/scalable/apps/hydra-node.svg', icon)
  put('usr/share/man/man1/hydra.1.gz', gzipSync(await manPage(version), { level: 9 }))
  put('usr/share/doc/hydra-node/copyright', readFileSync(join(root, 'LICENSE.md')))
  put('usr/share/doc/hydra-node/examples/nginx.conf', readFileSync(join(nodeExample, 'nginx.conf')))
  writeControl(tree, version, architecture)
  const file = join(out, `hydra-node_${version}_${architecture}.deb`)
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '-z4', '--build', tree, file], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return file
}

interface Service {
  readonly systemdUnit: (options: { program: readonly string[] }) => string
}

function writeControl(tree: string, version: string, architecture: string): void {
  const files = globSync('usr/**/*', { cwd: tree }).filter((path) => lstatSync(join(tree, path)).isFile())
  const bytes = files.reduce((sum, path) => sum + lstatSync(join(tree, path)).size, 0)
  const sums = files.map((path) => {
    const hash = createHash('md5').update(readFileSync(join(tree, path)))
    return `${hash.digest('hex')}  ${path}\n`
  })
  mkdirSync(join(tree, 'DEBIAN'))
  for (const name of ['preinst', 'postinst', 'prerm', 'postrm', 'config', 'templates']) {
    const mode = name === 'templates' ? 0o644 : 0o755
    writeFileSync(join(tree, 'DEBIAN', name), readFileSync(join(debian, name)), { mode })
  }
  const control = readFileSync(join(debian, 'control'), 'utf8')
    .replace('@VERSION@', version)
    .replace('@ARCHITECTURE@', architecture)
    .replace('@KIB@', String(Math.ceil(bytes / 1024)))
  writeFileSync(join(tree, 'DEBIAN/control'), control)
  writeFileSync(join(tree, 'DEBIAN/md5sums'), sums.join(''))
}
