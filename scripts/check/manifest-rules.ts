import type { Fault } from './faults.ts'
import { forbidden, isAdapter, layerOf, libp2pPackages, namesLibp2p } from './layers.ts'
import type { Package } from './workspace.ts'
import { readJson } from './workspace.ts'

interface Project {
  readonly references?: readonly { readonly path: string }[]
}

/** What is wrong in a package.json, and in the tsconfig.json that must agree with it. */
export function checkManifest(own: Package, files: readonly string[]): Fault[] {
  const { folder, manifest } = own
  const at = `packages/${folder}/package.json`
  const fault = (message: string) => ({ at, message })
  if (layerOf(folder) === undefined) {
    return [fault('stands in no layer. Give it its place in scripts/check/layers.ts.')]
  }
  const needed = Object.keys({
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
    ...manifest.peerDependencies,
  })
  const below = needed.flatMap((name) => /^@hydra\/(.+)$/.exec(name)?.[1] ?? [])
  const directions = below.flatMap((other) => {
    const message = forbidden(folder, other)
    return message === undefined ? [] : [fault(`depends on @hydra/${other}: ${message}`)]
  })
  return [...directions, ...checkLibp2p(own, needed, files).map(fault), ...checkReferences(folder, below)]
}

function checkLibp2p({ folder, manifest }: Package, needed: readonly string[], files: readonly string[]): string[] {
  if (libp2pPackages.includes(folder)) return []
  const adapter = files.some((path) => path.startsWith(`packages/${folder}/`) && isAdapter(path))
  if (adapter && !('./libp2p' in (manifest.exports ?? {}))) return ['does not publish its adapter at "./libp2p".']
  if (adapter) return []
  const named = needed.filter(namesLibp2p)
  return named.map((name) => `depends on ${name}, but has no adapter (src/libp2p.ts) that may name it.`)
}

// A fresh clone would build in an order that happens to work, or not.
function checkReferences(folder: string, below: readonly string[]): Fault[] {
  const at = `packages/${folder}/tsconfig.json`
  const references = (readJson(at) as Project).references?.map(({ path }) => path) ?? []
  const missing = below.filter((other) => !references.includes(`../${other}`))
  const listed = (readJson('tsconfig.json') as Project).references?.map(({ path }) => path)
  return [
    ...missing.map((other) => ({ at, message: `has no reference to ../${other}, which package.json depends on.` })),
    ...(listed?.includes(`packages/${folder}`)
      ? []
      : [{ at: 'tsconfig.json', message: `leaves out packages/${folder}.` }]),
  ]
}
