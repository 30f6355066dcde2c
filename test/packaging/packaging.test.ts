import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startInBackground } from './background.ts'
import { bundle } from './bundle.ts'
import { entries } from './entries.ts'
import { manifestFaults } from './manifest-faults.ts'
import { findOldNode } from './old-node.ts'
import { loadInChromium, withPage } from './page.ts'
import { copies, diskMegabytes, install, installScripts, remove, temporaryFolder } from './project.ts'
import { firstSnippet, readmeFaults } from './readme.ts'
import { run } from './run.ts'
import { typeFaults } from './types.ts'
import { type Packed, packAll } from './workspace.ts'

const require = createRequire(import.meta.url)
const programs = fileURLToPath(new URL('programs', import.meta.url))

/** One empty project with everything in it; npm's own folders beside it. */
let temporary: string
let project: string
let packed: Packed[]
let names: string[]

beforeAll(async () => {
  temporary = await temporaryFolder()
  packed = await packAll(join(temporary, 'tarballs'))
  names = packed.map(({ name }) => name)
  project = join(temporary, 'project')
  await cp(programs, join(project, 'programs'), { recursive: true })
  // Optional peers are what some entry points ask for. The older compiler is the oldest that users may have.
  await install(project, packed, packed, {
    ...Object.assign({}, ...packed.map(({ manifest }) => manifest.peerDependencies)),
    '@types/node': '^24',
    'typescript-before': 'npm:typescript@~5.9.0',
    vitest: require('vitest/package.json').version,
  })
}, 180_000)

afterAll(async () => remove(temporary))

function installed(name: string): string {
  return join(project, 'node_modules', name)
}

function allEntries() {
  return names.flatMap((name) => entries(installed(name)))
}

async function readme(name: string): Promise<string> {
  return readFile(join(installed(name), 'README.md'), 'utf8').catch(() => '')
}

async function snippetFiles(): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for (const name of names) {
    const snippet = firstSnippet(await readme(name))
    if (snippet === undefined) continue
    const file = `${name.replace(/\W+/g, '-').slice(1)}.mts`
    await writeFile(join(project, file), snippet)
    files.set(name, file)
  }
  return files
}

describe('what is published', () => {
  it('is complete, and says what it needs', () => {
    expect(names.length).toBeGreaterThanOrEqual(10)
    expect(names.flatMap((name) => manifestFaults(installed(name)))).toEqual([])
  })

  it('runs no code while it is installed, and neither does anything that comes with it', () => {
    // fsevents is an optional part of the test tools that the project above adds; it is for macOS alone.
    const allowed = ['node_modules/fsevents']
    expect(installScripts(project).filter((path) => !allowed.includes(path))).toEqual([])
  })

  it('brings one copy of everything whose types and symbols meet', () => {
    expect(copies(project, '@libp2p/interface')).toEqual(['node_modules/@libp2p/interface'])
  })
})

describe('the first snippet of every README', () => {
  it('is there, is short, and needs only what comes with its package', async () => {
    const faults = packed.map(async ({ name, manifest }) => readmeFaults(await readme(name), manifest))
    expect((await Promise.all(faults)).flat()).toEqual([])
  })

  it('runs when pasted, finishes by itself and leaves nothing running', async () => {
    const faults: string[] = []
    for (const [name, file] of await snippetFiles()) {
      const { code, stderr, timedOut, leftOver } = await run(process.execPath, [file], { cwd: project })
      if (timedOut) faults.push(`${name}: it was still running after 30 s`)
      else if (code !== 0) faults.push(`${name}: it ended with ${code}. ${stderr}`)
      if (leftOver) faults.push(`${name}: it left a process behind`)
    }
    expect(faults).toEqual([])
  })
})

describe.each(['nodenext', 'bundler'] as const)('types, resolved the %s way', (style) => {
  it.each(['typescript', 'typescript-before'])('satisfy %s without skipLibCheck', async (compiler) => {
    const imports = allEntries().map(({ id }, at) => `import * as entry${at} from '${id}'\nvoid entry${at}\n`)
    await writeFile(join(project, 'entries.mts'), imports.join(''))
    const files = ['entries.mts', 'programs/listen.ts', 'programs/dial-once.ts', ...(await snippetFiles()).values()]
    const folder =
      compiler === 'typescript' ? join(require.resolve('typescript/package.json'), '..') : installed(compiler)
    expect(await typeFaults(project, files, join(folder, 'bin/tsc'), style)).toEqual([])
  })
})

describe('in a page', () => {
  it('every entry for browsers bundles without polyfills, loads, and exports what it does in Node', async () => {
    const ids = allEntries().flatMap(({ id, browser }) => (browser ? [id] : []))
    const bundled = await bundle(project, ids)
    expect(bundled.faults).toEqual([])

    const loaded = await loadInChromium(bundled.folder, [...bundled.files.values()])
    expect(loaded.errors).toEqual([])
    expect(loaded.exports).toEqual(await exportsInNode(bundled.files))
  })
})

async function exportsInNode(files: ReadonlyMap<string, string>): Promise<Record<string, string[]>> {
  const program = `
    const found = {}
    for (const [id, file] of ${JSON.stringify([...files])}) found[file] = Object.keys(await import(id))
    console.log(JSON.stringify(found))
    process.exit()`
  await writeFile(join(project, 'exports.mjs'), program)
  const { stdout, stderr } = await run(process.execPath, ['exports.mjs'], { cwd: project })
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

describe('WebRTC, without react-native', () => {
  it('is bundled with the licences of what is in the bundle', async () => {
    const notice = await readFile(join(installed('@hydra/transports'), 'dist/webrtc-bundle/LICENCES.txt'), 'utf8')
    expect(notice).toMatch(/^@libp2p\/webrtc 6\..*\nLicence: Apache-2\.0 OR MIT$/m)
    expect(existsSync(installed('@libp2p/webrtc'))).toBe(false)
    expect(existsSync(installed('react-native-webrtc'))).toBe(false)
  })

  it('connects two processes of Node, and a page to Node', async () => {
    const node = await startInBackground(project, 'programs/listen.ts')
    try {
      expect(node.line).toMatch(/^\/ip4\/127\.0\.0\.1\/udp\/\d+\/webrtc-direct\/certhash\//)
      const fromNode = await run(process.execPath, ['programs/dial-once.ts', node.line], { cwd: project })
      expect(fromNode).toEqual({ code: 0, stdout: `${node.line}\n`, stderr: '', timedOut: false, leftOver: false })

      const bundled = await bundle(project, ['../programs/dial.ts'])
      const [file] = bundled.files.values()
      const errors = await withPage(bundled.folder, async (page) => {
        const dialled = page.evaluate(`import('/${file}').then(({ dial }) => dial('${node.line}'))`)
        expect(await dialled).toBe(node.line)
      })
      expect([...bundled.faults, ...errors]).toEqual([])
    } finally {
      await node.stop()
    }
  })
})

describe('size of a plain npm install', () => {
  it.each([
    // 53 before it had files, names and discovery: UnixFS, the DHT and their stores are the rest.
    ['@hydra/peer', 90],
    ['@hydra/router', 20],
  ])('%s stays under %i MB', async (name, limit) => {
    const folder = join(temporary, name)
    await mkdir(folder, { recursive: true })
    const wanted = packed.filter((one) => one.name === name)
    await install(folder, wanted, packed)
    const size = diskMegabytes(join(folder, 'node_modules'))
    console.log(`${name}: ${size.toFixed(1)} MB in node_modules`)
    expect(size).toBeLessThan(limit)
    expect(installScripts(folder)).toEqual([])
  })
})

describe('on a Node that is too old', () => {
  const sentence = /^Hydra needs Node 22\.19 or newer, and this is Node \d+\.\d+\.\d+: .*nodejs\.org\.\n$/
  const pretend = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.19.0'})`
  const simulated = [process.execPath, '--import', pretend] as const

  it('a peer says so in one sentence', async () => {
    const old = findOldNode()
    for (const [node, ...flags] of [simulated, ...(old === undefined ? [] : [[old] as const])]) {
      const { code, stderr } = await importOn(node, flags, '@hydra/peer')
      expect(stderr).toMatch(sentence)
      expect(code).toBe(1)
    }
  })

  it('no package crashes in any other way when it is imported', async () => {
    const [node = '', ...flags] = [findOldNode() ?? simulated].flat()
    for (const name of names) {
      const { code, stderr } = await importOn(node, flags, name)
      if (code !== 0) expect(stderr).toMatch(sentence)
      else expect(stderr).toBe('')
    }
  })

  async function importOn(node: string, flags: readonly string[], name: string) {
    const program = join(project, 'old.mjs')
    await writeFile(program, `import '${name}'\n`)
    return run(node, [...flags, program], { cwd: project })
  }
})
