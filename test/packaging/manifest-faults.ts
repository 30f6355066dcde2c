import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Manifest, readManifest, root } from './workspace.ts'

const RUN_BY_NPM = ['preinstall', 'install', 'postinstall', 'prepare']
const CARET = /^\^\d+\.\d+\.\d+$/

/** What is wrong with a package as it reaches its users: each a sentence. */
export function manifestFaults(folder: string): string[] {
  const manifest = readManifest(folder)
  const faults = [...fieldFaults(manifest), ...dependencyFaults(manifest), ...fileFaults(folder, manifest)]
  return faults.map((fault) => `${manifest.name}: ${fault}`)
}

function* fieldFaults(manifest: Manifest): Iterable<string> {
  if (manifest.engines?.['node'] !== '>=22.19') yield 'engines.node is not ">=22.19"'
  if (manifest.type !== 'module') yield 'type is not "module"'
  if (manifest.sideEffects !== false) yield 'sideEffects is not false'
  if (manifest.license !== 'Apache-2.0 OR MIT') yield 'license is not "Apache-2.0 OR MIT"'
  for (const script of RUN_BY_NPM) if (manifest.scripts?.[script]) yield `it runs ${script} when it is installed`
}

function* dependencyFaults(manifest: Manifest): Iterable<string> {
  const local = JSON.stringify(manifest).match(/"(workspace|catalog|link|file):[^"]*"/g) ?? []
  for (const range of local) yield `${range} means nothing outside the workspace`
  const wanted = { ...manifest.dependencies, ...manifest.optionalDependencies }
  for (const [name, range] of Object.entries(wanted)) {
    if (!CARET.test(range)) yield `${name} is wanted as "${range}", not by a caret range`
  }
}

function* fileFaults(folder: string, manifest: Manifest): Iterable<string> {
  for (const name of ['README.md', 'LICENSE.md']) if (!existsSync(join(folder, name))) yield `${name} is missing`
  for (const [key, file] of [...targets(manifest.exports), ...targets(manifest.imports)]) {
    if (!existsSync(join(folder, file))) yield `${key} names ${file}, which is not there`
  }
  for (const [key, value] of Object.entries(manifest.exports ?? {})) {
    if (typeof value === 'object' && value['types'] === undefined) yield `${key} has no types`
  }
  for (const file of globSync('{dist,src}/**/*.test.*', { cwd: folder })) yield `the test ${file} is published`
  yield* mapFaults(folder)
  for (const file of globSync('dist/**/*.{js,ts,map}', { cwd: folder })) {
    if (readFileSync(join(folder, file), 'utf8').includes(root)) yield `${file} holds a path of this machine`
  }
}

function* mapFaults(folder: string): Iterable<string> {
  for (const map of globSync('dist/**/*.map', { cwd: folder })) {
    const { sources = [] }: { sources?: string[] } = JSON.parse(readFileSync(join(folder, map), 'utf8'))
    for (const source of sources) {
      const there = existsSync(join(folder, dirname(map), source))
      if (!there) yield `${map} points to ${source}, which is not published. Is dist stale? Run \`pnpm build\``
    }
  }
}

function targets(map: Manifest['exports'] = {}): (readonly [string, string])[] {
  return Object.entries(map).flatMap(([key, value]) => {
    const files = typeof value === 'string' ? [value] : Object.values(value)
    return files.map((file) => [key, file] as const)
  })
}
