import { createHash } from 'node:crypto'
import type { Change } from './copied-tree.ts'

export interface Planted {
  readonly title: string
  readonly files: Readonly<Record<string, Change>>
  /** What the check must say about it. */
  readonly says: RegExp
  readonly env?: Readonly<Record<string, string>>
}

const IDENTITY = 'packages/identity/src/planted.ts'
const IDENTITY_TEST = 'packages/identity/src/planted.test.ts'
const ROUTER = 'packages/router/src/planted.ts'
const ROUTER_INDEX = 'packages/router/src/index.ts'
const PAGE = 'docs/handbook/identity.md'
const SERVICES = 'packages/services/src/planted.ts'
// In two parts each, or the check of this very repository would find them here.
const LOADED = ['tarball', ' '].join(':')
const HOST = ['registry', 'npmjs', 'org'].join('.')

const floating = `import { readFile } from 'node:fs/promises'\n\nreadFile('planted')\n`

/** For each part of the gate, what it must find. */
export const planted: Readonly<Record<string, readonly Planted[]>> = {
  format: [{ title: 'a double space', files: { [IDENTITY]: 'export const  planted = 1\n' }, says: /planted\.ts/ }],
  types: [
    {
      title: 'a wrong type',
      files: { [IDENTITY]: "export const planted: number = ''\n" },
      says: /planted\.ts.*TS2322/,
    },
    {
      title: 'a wrong type in a test, and in an example',
      files: {
        [IDENTITY_TEST]: "export const planted: number = ''\n",
        'examples/hello/planted.ts': "export const planted: number = ''\n",
      },
      says: /(?=[^]*planted\.test\.ts.*TS2322)(?=[^]*hello\/planted\.ts.*TS2322)/,
    },
  ],
  costs: [
    {
      title: 'a broadcast that got dearer',
      files: {
        'benchmarks/guard/kept.json': (kept) => kept.replace(/(200 peers: frames per delivery": )[\d.]+/, '$11.5'),
      },
      says: /frames per delivery: was 1\.5, is .*--renew/s,
    },
  ],
  lint: [
    { title: 'a floating promise', files: { [IDENTITY]: floating }, says: /no-floating-promises[^]*planted\.ts/ },
    {
      title: 'a floating promise in a test',
      files: { [IDENTITY_TEST]: floating },
      says: /no-floating-promises[^]*planted\.test\.ts/,
    },
    {
      title: 'two files that import each other, be it for types only',
      files: {
        [IDENTITY]: "import type { Other } from './planted-other.ts'\n\nexport type Planted = Other[]\n",
        'packages/identity/src/planted-other.ts':
          "import type { Planted } from './planted.ts'\n\nexport type Other = Planted[]\n",
      },
      says: /no-cycle[^]*planted-other\.ts/,
    },
  ],
  imports: [
    {
      title: 'an import upwards',
      files: { [IDENTITY]: "export type { Link } from '@hydra/router'\n" },
      says: /planted\.ts:1 .*@hydra\/router stands above @hydra\/identity/,
    },
    {
      title: 'an import along the line, hidden in a type',
      files: { [ROUTER]: "export type Planted = import('@hydra/records').RecordSet\n" },
      says: /planted\.ts:1 .*stand on one line/,
    },
    {
      title: 'a dependency upwards',
      files: { 'packages/identity/package.json': depend('@hydra/router', 'workspace:^') },
      says: /identity\/package\.json .*depends on @hydra\/router/,
    },
    {
      title: 'an import of what another package does not publish',
      files: { [SERVICES]: "export { ClosedError } from '@hydra/router/src/errors.ts'\n" },
      says: /@hydra\/router does not publish it/,
    },
    {
      title: 'a test that reaches into the source of another package',
      files: { [IDENTITY_TEST]: "export { ClosedError } from '../../router/src/errors.ts'\n" },
      says: /planted\.test\.ts:1 .*reaches into @hydra\/router/,
    },
    {
      title: 'libp2p in a mechanism, loaded late',
      files: { [ROUTER]: "export const planted = () => import('@libp2p/interface')\n" },
      says: /planted\.ts:1 .*libp2p is named only in/,
    },
    {
      title: 'libp2p by way of an adapter',
      files: {
        'packages/feeds/src/libp2p.ts': "export type { Libp2p } from 'libp2p'\n",
        'packages/feeds/src/planted.ts': "export type { Libp2p } from './libp2p.ts'\n",
      },
      says: /feeds\/src\/planted\.ts:1 .*brings libp2p along/,
    },
    {
      title: 'logic in index.ts',
      files: { [ROUTER_INDEX]: (text) => `${text}export const planted = 1\n` },
      says: /router\/src\/index\.ts:\d+ .*re-exports/,
    },
    {
      title: 'a file that imports its own index.ts',
      files: { [ROUTER]: "export { ClosedError } from './index.ts'\n" },
      says: /planted\.ts:1 .*index\.ts is for users/,
    },
  ],
  style: [
    {
      title: 'a file of 301 lines',
      files: { [IDENTITY]: '// planted\n'.repeat(301) },
      says: /planted\.ts .*301 lines/,
    },
    { title: 'any', files: { [IDENTITY]: 'export let planted: any\n' }, says: /planted\.ts:1 .*`any`/ },
    {
      title: 'a silenced type checker',
      files: { [IDENTITY]: "// @ts-ignore\nexport const planted: number = ''\n" },
      says: /planted\.ts:1 .*silences/,
    },
  ],
  dead: [
    { title: 'a file that nobody imports', files: { [IDENTITY]: 'export {}\n' }, says: /Unused files[^]*planted\.ts/ },
    {
      title: 'a dead export',
      files: { [ROUTER]: 'export const planted = 1\nexport const forgotten = 2\n', [ROUTER_INDEX]: reexport },
      says: /Unused exports[^]*forgotten.*planted\.ts/,
    },
    {
      title: 'a dependency that nothing imports',
      files: { 'packages/identity/package.json': depend('ws', 'catalog:') },
      says: /Unused dependencies[^]*ws .*packages\/identity/,
    },
  ],
  publint: [
    {
      title: 'an entry point without a file',
      files: { 'packages/identity/package.json': publish },
      says: /planted\.js/,
    },
  ],
  attw: [
    {
      title: 'an entry point without types',
      files: { 'packages/identity/package.json': publish },
      says: /\.\/planted/,
    },
  ],
  size: [
    {
      title: 'an entry point over its budget',
      files: { [ROUTER]: `export const planted = '${noise(300_000)}'\n`, [ROUTER_INDEX]: reexport },
      says: /@hydra\/router {2}weighs .* over its budget/,
    },
    {
      title: 'what no browser has',
      files: { [ROUTER]: "export { readFileSync as planted } from 'node:fs'\n", [ROUTER_INDEX]: reexport },
      says: /@hydra\/router {2}brings node:fs into a page/,
    },
  ],
  duplicates: [
    {
      title: 'a second copy of @libp2p/interface',
      files: { 'pnpm-lock.yaml': (text) => `${text}\n  '@libp2p/interface@2.11.0':\n    dependencies: {}\n` },
      says: /2 copies of @libp2p\/interface: .*2\.11\.0/,
    },
    {
      title: 'a second copy of libp2p that differs in its peers only',
      files: { 'pnpm-lock.yaml': (text) => `${text}\n  libp2p@3.3.11(planted@1.0.0): {}\n` },
      says: /2 copies of libp2p: .*\(planted@1\.0\.0\)/,
    },
  ],
  handbook: [
    {
      title: 'a snippet that its program does not have',
      files: { [PAGE]: (text) => text.replace(/^const/m, 'let') },
      says: /identity\.md:\d+ .*is not what examples\/roles\/identity\.ts says/,
    },
    {
      title: 'a program that went on without its page',
      files: { 'examples/roles/identity.ts': (text) => text.replace(/^const/m, 'let') },
      says: /identity\.md:\d+ .*is not what[^]*identity\.ts .*quoted whole on no page/,
    },
    {
      title: 'code that no program has',
      files: { [PAGE]: (text) => `${text}\n\`\`\`ts\nplanted()\n\`\`\`\n` },
      says: /identity\.md:\d+ .*code of nowhere/,
    },
    {
      title: 'a page that nobody finds, and a link that leads nowhere',
      files: { 'docs/handbook/planted.md': '[there](missing.md)\n' },
      says: /planted\.md:1 .*missing\.md, which is not there[^]*planted\.md .*not listed/,
    },
    {
      title: 'a program of sixty lines',
      files: { 'examples/roles/identity.ts': (text) => text + '\n'.repeat(60) + '// end\n' },
      says: /identity\.ts .*lines\. Under 60/,
    },
  ],
  registry: [
    {
      title: 'a public registry',
      files: { 'planted.md': `# One\n\n${HOST}\n` },
      says: new RegExp(`planted\\.md:3 .*${HOST}`),
    },
    {
      title: 'any address in the lock file',
      files: { 'pnpm-lock.yaml': (text) => `${text}\n    resolution: {${LOADED}https://planted.example/a.tgz}\n` },
      says: /pnpm-lock\.yaml:\d+ .*loaded from/,
    },
    {
      title: 'the registry that the machine is set to, without telling which',
      files: { 'planted.md': 'packages.planted.example\n' },
      env: { npm_config_registry: 'https://packages.planted.example/npm/' },
      says: /planted\.md:1 (?!.*planted\.example).*set to/,
    },
  ],
}

function depend(name: string, version: string): Change {
  return (text) => {
    const manifest = JSON.parse(text) as { dependencies?: Record<string, string> }
    return JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, [name]: version } }, null, 2)
  }
}

function publish(text: string): string {
  const manifest = JSON.parse(text) as { exports: Record<string, unknown> }
  const entry = { types: './dist/planted.d.ts', default: './dist/planted.js' }
  return JSON.stringify({ ...manifest, exports: { ...manifest.exports, './planted': entry } }, null, 2)
}

function reexport(text: string): string {
  return `${text}export { planted } from './planted.ts'\n`
}

/** Text that no compression makes smaller, and the same every time. */
function noise(length: number): string {
  let text = ''
  for (let count = 0; text.length < length; count++) text += createHash('sha256').update(String(count)).digest('base64')
  return text.slice(0, length)
}
