// What each published entry point weighs in a page, with all that it brings along, against its budget.
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
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
  const { bytes, builtins } = made
  const kb = Math.round(bytes / 100) / 10
  console.log(`${name.padEnd(28)} ${kb.toFixed(1).padStart(6)} of ${maxKb} kB`)
  return [
    ...(kb > maxKb ? [{ at: name, message: `weighs ${kb} kB, over its budget of ${maxKb} kB in ${TABLE}.` }] : []),
    ...builtins.map((module) => ({ at: name, message: `brings ${module} into a page, and no browser has it.` })),
  ]
}

async function bundle(folder: string, name: string): Promise<{ bytes: number; builtins: string[] }> {
  const build = await rolldown({
    cwd: join(root, 'packages', folder),
    input: name,
    platform: 'browser',
    logLevel: 'silent',
  })
  const { output } = await build.generate({ format: 'esm', minify: true })
  await build.close()
  const chunks = output.filter((file) => file.type === 'chunk')
  return {
    bytes: chunks.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0),
    builtins: [...new Set(chunks.flatMap(({ imports }) => imports.filter(isBuiltin)))],
  }
}

function isBuiltin(id: string): boolean {
  return id.startsWith('node:') || builtinModules.includes(id)
}
