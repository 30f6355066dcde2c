// What each published entry point weighs in a page, with all that it brings along at once, against its budget.
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { gzipSync } from 'node:zlib'
import { type OutputChunk, rolldown } from 'rolldown'
import { conclude } from './faults.ts'
import type { Fault } from './faults.ts'
import { budgets } from './size-budgets.ts'
import { listPackages, root } from './workspace.ts'

// Suites run under vitest, never in a page that somebody waits for.
const UNMEASURED = ['./testing', './package.json']
const TABLE = 'scripts/check/size-budgets.ts'

const faults: Fault[] = []
const entries = listPackages().flatMap(({ folder, manifest }) =>
  Object.keys(manifest.exports ?? {})
    .filter((entry) => !UNMEASURED.includes(entry))
    .map((entry) => ({ folder, name: manifest.name + entry.slice(1) })),
)
for (const name of Object.keys(budgets)) {
  if (!entries.some((entry) => entry.name === name)) faults.push({ at: TABLE, message: `${name} is no entry point.` })
}
for (const { folder, name } of entries) {
  const budget = budgets[name]
  if (budget === undefined)
    faults.push({ at: TABLE, message: `${name} has no budget, nor is it marked as for Node only.` })
  else if ('maxKb' in budget) faults.push(...(await measure(folder, name, budget.maxKb)))
}
conclude(faults, `the size of ${entries.length} entry points`)

async function measure(folder: string, name: string, maxKb: number): Promise<Fault[]> {
  const made = await bundle(folder, name).catch((error: Error) => error)
  if (made instanceof Error)
    return [{ at: name, message: `cannot be bundled: ${stripVTControlCharacters(made.message).trim()}` }]
  const { bytes, laterBytes, builtins } = made
  const [kb, laterKb] = [inKb(bytes), inKb(laterBytes)]
  const later = laterKb > 0 ? `, and ${laterKb.toFixed(1)} when used` : ''
  console.log(`${name.padEnd(28)} ${kb.toFixed(1).padStart(6)} of ${maxKb} kB${later}`)
  return [
    ...(kb > maxKb ? [{ at: name, message: `weighs ${kb} kB, over its budget of ${maxKb} kB in ${TABLE}.` }] : []),
    ...builtins.map((module) => ({ at: name, message: `brings ${module} into a page, and no browser has it.` })),
  ]
}

function inKb(bytes: number): number {
  return Math.round(bytes / 100) / 10
}

async function bundle(
  folder: string,
  name: string,
): Promise<{ bytes: number; laterBytes: number; builtins: string[] }> {
  const build = await rolldown({
    cwd: join(root, 'packages', folder),
    input: name,
    platform: 'browser',
    logLevel: 'silent',
  })
  // As pages should: what is needed at once in one piece. What is loaded when it is used stands apart.
  const together = { groups: [{ name: 'at-once', tags: ['$initial' as const] }] }
  const { output } = await build.generate({ format: 'esm', minify: true, codeSplitting: together })
  await build.close()
  const chunks = output.filter((file) => file.type === 'chunk')
  const isAtOnce = atOnce(chunks)
  const weigh = (some: readonly OutputChunk[]): number =>
    some.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0)
  return {
    bytes: weigh(chunks.filter(isAtOnce)),
    laterBytes: weigh(chunks.filter((chunk) => !isAtOnce(chunk))),
    builtins: [...new Set(chunks.flatMap(({ imports }) => imports.filter(isBuiltin)))],
  }
}

/** Whether a chunk is loaded with the entry. */
function atOnce(chunks: readonly OutputChunk[]): (chunk: OutputChunk) => boolean {
  const names = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName))
  for (const name of names)
    for (const next of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) names.add(next)
  return ({ fileName }) => names.has(fileName)
}

function isBuiltin(id: string): boolean {
  return id.startsWith('node:') || builtinModules.includes(id)
}
