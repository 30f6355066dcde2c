// Each check of packaging.test.ts sees the fault that it is there for.
import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bundle } from './bundle.ts'
import { entries } from './entries.ts'
import { manifestFaults } from './manifest-faults.ts'
import { loadInChromium } from './page.ts'
import { copies, diskMegabytes, installScripts, remove, temporaryFolder } from './project.ts'
import { firstSnippet, readmeFaults } from './readme.ts'
import { run } from './run.ts'
import { typeFaults } from './types.ts'
import { root } from './workspace.ts'

let folder: string
beforeEach(async () => void (folder = await temporaryFolder()))
afterEach(async () => remove(folder))

async function write(files: Record<string, unknown>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
}

const sound = {
  name: 'sound',
  version: '1.0.0',
  type: 'module',
  sideEffects: false,
  license: 'Apache-2.0 OR MIT',
  engines: { node: '>=22.19' },
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
  dependencies: { libp2p: '^3.3.11' },
}
const soundFiles = { 'README.md': '', 'LICENSE.md': '', 'dist/index.js': '', 'dist/index.d.ts': '' }

describe('a package', () => {
  it('without fault is passed', async () => {
    await write({ ...soundFiles, 'package.json': sound })
    expect(manifestFaults(folder)).toEqual([])
  })

  it.each([
    ['an old engine', { engines: { node: '>=20' } }],
    ['another licence', { license: 'UNLICENSED' }],
    ['CommonJS', { type: 'commonjs' }],
    ['side effects', { sideEffects: true }],
    ['an install script', { scripts: { postinstall: 'node spy.js' } }],
    ['a range of the workspace', { peerDependencies: { '@hydra/router': 'workspace:^' } }],
    ['a pinned dependency', { dependencies: { libp2p: '3.3.11' } }],
    ['an export that is missing', { exports: { './gone': { types: './dist/gone.d.ts' } } }],
    ['an export without types', { exports: { '.': { default: './dist/index.js' } } }],
    ['an import that is missing', { imports: { '#gone': { default: './dist/gone.js' } } }],
  ])('with %s is refused', async (_, fault) => {
    await write({ ...soundFiles, 'package.json': { ...sound, ...fault } })
    expect(manifestFaults(folder)).not.toEqual([])
  })

  it.each([
    ['a test', { 'src/index.test.ts': '' }],
    ['a map without its source', { 'dist/index.js.map': { sources: ['../src/index.ts'] } }],
    ['a path of this machine', { 'dist/other.js': `// built in ${root}` }],
  ])('that holds %s is refused', async (_, files) => {
    await write({ ...soundFiles, ...files, 'package.json': sound })
    expect(manifestFaults(folder)).toHaveLength(1)
  })

  it('without README and licence is refused', async () => {
    await write({ 'package.json': sound, 'dist/index.js': '', 'dist/index.d.ts': '' })
    expect(manifestFaults(folder)).toEqual(['sound: README.md is missing', 'sound: LICENSE.md is missing'])
  })

  it('goes into a page unless only Node or a test can use it', async () => {
    const file = './dist/index.js'
    const exports = { '.': { types: file, default: file }, './testing': { default: file }, './node': { node: file } }
    await write({
      ...soundFiles,
      'package.json': { ...sound, exports: { ...exports, './package.json': './package.json' } },
    })
    expect(entries(folder).map(({ id, browser }) => [id, browser])).toEqual([
      ['sound', true],
      ['sound/testing', false],
      ['sound/node', false],
    ])
  })
})

describe('an installation', () => {
  it('tells which packages run scripts', async () => {
    const packages = { '': {}, 'node_modules/fine': {}, 'node_modules/spy': { hasInstallScript: true } }
    await write({ 'node_modules/.package-lock.json': { packages } })
    expect(installScripts(folder)).toEqual(['node_modules/spy'])
  })

  it('tells where a second copy is', async () => {
    const packages = { '': {}, 'node_modules/a': {}, 'node_modules/b/node_modules/a': {}, 'node_modules/x-a': {} }
    await write({ 'node_modules/.package-lock.json': { packages } })
    expect(copies(folder, 'a')).toEqual(['node_modules/a', 'node_modules/b/node_modules/a'])
  })

  it('is measured in the blocks that it takes on a disk', async () => {
    await write({ 'large/one': 'x'.repeat(2 ** 20), 'large/two': 'x' })
    expect(diskMegabytes(join(folder, 'large'))).toBe(1 + (2 * 4096) / 2 ** 20)
  })
})

describe('a bundle', () => {
  it.each([
    ['Buffer', `export const bytes = Buffer.from('hello')`],
    ['process', `export const home = process.env.HOME`],
    ['node:fs', `import { readFileSync } from 'node:fs'\nexport const read = () => readFileSync('/')`],
    ['missing', `export * from 'missing-package'`],
  ])('is refused where it needs %s', async (what, code) => {
    await write({ 'needs.js': code })
    const { faults } = await bundle(folder, ['../needs.js'])
    expect(faults.join()).toContain(what)
  })

  it('may use such a name for something of its own, and is loaded', async () => {
    await write({ 'own.js': `export function twice(process) { return process * 2 }` })
    const bundled = await bundle(folder, ['../own.js'])
    expect(bundled.faults).toEqual([])
    const [file = ''] = bundled.files.values()
    expect(await loadInChromium(bundled.folder, [file])).toEqual({ exports: { [file]: ['twice'] }, errors: [] })
  })

  it.each([
    ['complains', `console.error('no')`],
    ['asks elsewhere', `await fetch('http://127.0.0.1:9/').catch(() => {})`],
  ])('that %s in the page is noticed', async (_, code) => {
    await write({ 'page/bad.js': code })
    expect((await loadInChromium(join(folder, 'page'), ['bad.js'])).errors).not.toEqual([])
  })
})

describe('a program', () => {
  const start = (code: string, timeoutMs?: number) => {
    return run(process.execPath, ['-e', code], { cwd: folder, ...(timeoutMs !== undefined && { timeoutMs }) })
  }

  it('that ends is reported with what it printed', async () => {
    const outcome = { code: 3, stdout: 'a\n', stderr: 'b\n', timedOut: false, leftOver: false }
    expect(await start(`console.log('a'); console.error('b'); process.exitCode = 3`)).toEqual(outcome)
  })

  it('that hangs is stopped', async () => {
    expect(await start('setInterval(() => {}, 1000)', 300)).toMatchObject({ code: null, timedOut: true })
  })

  it('that leaves another behind is noticed, and the other is stopped', async () => {
    const other = `spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' }).unref()`
    const code = `const { spawn } = require('node:child_process'); ${other}`
    expect(await start(code)).toMatchObject({ code: 0, leftOver: true })
  })
})

describe('types', () => {
  const compiler = join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc')

  it.each(['nodenext', 'bundler'] as const)(
    'that do not fit are found, in ours and in the snippet (%s)',
    async (style) => {
      await write({
        'package.json': { type: 'module' },
        'node_modules/@types/node/index.d.ts': '',
        'node_modules/@types/node/package.json': { name: '@types/node', version: '1.0.0', types: 'index.d.ts' },
        'node_modules/@hydra/bad/package.json': { name: '@hydra/bad', type: 'module', exports: './index.js' },
        'node_modules/@hydra/bad/index.d.ts': `export { gone } from './gone.ts'\nexport declare const name: string\n`,
        'node_modules/theirs/package.json': { name: 'theirs', type: 'module', exports: './index.js' },
        'node_modules/theirs/index.d.ts': `export { gone } from './gone.ts'\nexport declare const age: number\n`,
        'snippet.mts': `import { name } from '@hydra/bad'\nimport { age } from 'theirs'\nexport const wrong: number = name\nvoid age\n`,
      })
      const faults = await typeFaults(folder, ['snippet.mts'], compiler, style)
      expect(faults.map((fault) => fault.split('(')[0])).toEqual(['node_modules/@hydra/bad/index.d.ts', 'snippet.mts'])
    },
  )
})

describe('a README', () => {
  it.each(['\n', '\r\n'])('gives its first TypeScript snippet', (end) => {
    const readme = ['# Title', '```sh', 'npm i', '```', '```ts', 'one()', '```', '```ts', 'two()', '```'].join(end)
    expect(firstSnippet(readme)?.trim()).toBe('one()')
  })

  it('is passed with a snippet that needs only what comes with the package', () => {
    const snippet = `import { a } from 'sound/part'\nimport 'libp2p'\nawait import('node:fs')\n`
    expect(readmeFaults('```ts\n' + snippet + '```\n', sound)).toEqual([])
  })

  it.each([
    ['without a snippet', '# Title\n'],
    ['of 121 lines', `${'line\n'.repeat(118)}\`\`\`ts\n1\n\`\`\`\n`],
    ['with a long snippet', `\`\`\`ts\n${'1\n'.repeat(16)}\`\`\`\n`],
    ['with a snippet that needs more', "```ts\nimport { z } from 'elsewhere'\n```\n"],
    ['with a snippet that imports more later', "```ts\nawait import('elsewhere')\n```\n"],
  ])('%s is refused', (_, readme) => {
    expect(readmeFaults(readme, sound)).toHaveLength(1)
  })
})
