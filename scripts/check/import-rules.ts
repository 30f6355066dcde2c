import { posix } from 'node:path'
import type { Fault } from './faults.ts'
import { forbidden, isAdapter, libp2pPackages, namesLibp2p } from './layers.ts'
import type { Parsed } from './parse.ts'
import type { Package } from './workspace.ts'
import { isTest } from './workspace.ts'

type Rule = (from: Source, specifier: string) => string | undefined

const LIBP2P_PLACES = `libp2p is named only in ${libp2pPackages.join(', ')}, in a package's src/libp2p.ts or src/libp2p/, and in tests.`

interface Source {
  readonly path: string
  /** The package it belongs to; none for examples, benchmarks, scripts and whole tests. */
  readonly folder: string | undefined
  /** Whether it is part of what the package publishes, and not a test. */
  readonly published: boolean
}

/** What is wrong with the imports of one file. */
export function checkImports(file: Parsed, packages: readonly Package[]): Fault[] {
  const { path } = file
  const folder = folderOf(path)
  const from = { path, folder, published: folder !== undefined && path.includes('/src/') && !isTest(path) }
  const rules: Rule[] = [relative, byName(packages), libp2p]
  return file.imports.flatMap(({ specifier, line }) =>
    rules.flatMap((rule) => {
      const message = rule(from, specifier)
      return message === undefined ? [] : [{ at: `${path}:${line}`, message: `imports '${specifier}': ${message}` }]
    }),
  )
}

function relative(from: Source, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  const target = posix.join(posix.dirname(from.path), specifier)
  const folder = folderOf(target)
  if (folder !== undefined && folder !== from.folder) {
    return `it reaches into @hydra/${folder}. Import what that package publishes, by its name.`
  }
  if (!from.published) return undefined
  if (folder === undefined) return 'it lies outside the package, and would be missing from what is published.'
  if (isTest(target)) return 'it is a test, and is not published.'
  if (posix.basename(target) === 'index.ts') {
    return 'index.ts is for users of the package. Import the file that declares it.'
  }
  if (isAdapter(target) && !mayNameLibp2p(from)) {
    return 'it brings libp2p along. Only tests and the adapter itself import the adapter.'
  }
  return undefined
}

function byName(packages: readonly Package[]): Rule {
  return (from, specifier) => {
    const match = /^@hydra\/([^/]+)(\/.+)?$/.exec(specifier)
    if (match === null) return undefined
    const [, folder = '', rest = ''] = match
    const target = packages.find((other) => other.folder === folder)
    if (target === undefined) return `there is no package @hydra/${folder}.`
    if (!(`.${rest}` in (target.manifest.exports ?? {}))) {
      return `@hydra/${folder} does not publish it. Its package.json lists its entry points under "exports".`
    }
    if (!from.published || from.folder === undefined) return undefined
    if (bringsLibp2p(target, `.${rest}`) && !mayNameLibp2p(from)) return `it brings libp2p along. ${LIBP2P_PLACES}`
    if (folder === from.folder) return 'a package does not import itself. Import the file that declares it.'
    return forbidden(from.folder, folder)
  }
}

const libp2p: Rule = (from, specifier) => {
  if (!from.published || mayNameLibp2p(from) || !namesLibp2p(specifier)) return undefined
  return LIBP2P_PLACES
}

// What stands in dist/libp2p was built from the adapter, whatever the entry point is called.
function bringsLibp2p({ manifest }: Package, entry: string): boolean {
  return /\/dist\/libp2p[./]/.test(JSON.stringify(manifest.exports?.[entry]))
}

function mayNameLibp2p({ path, folder }: Source): boolean {
  return (folder !== undefined && libp2pPackages.includes(folder)) || isAdapter(path)
}

function folderOf(path: string): string | undefined {
  return /^packages\/([^/]+)\//.exec(path)?.[1]
}
