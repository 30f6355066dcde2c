// Whether TypeScript finds the types of every entry point of the packed packages, as Node and bundlers resolve them.
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import type { Problem } from '@arethetypeswrong/core'
import { conclude } from './faults.ts'
import type { Fault } from './faults.ts'
import { packAll } from './pack.ts'

// We publish ESM only: `require` loads it too since Node 22.12, but TypeScript knows no such thing before its 5.8.
const IGNORED = new Set(['node10', 'node16-cjs'])

const tarballs = packAll()
const faults: Fault[] = []
for (const [at, data] of tarballs) {
  const result = await checkPackage(createPackageFromTarballData(data))
  if (result.types === false) faults.push({ at, message: 'holds no types at all.' })
  else faults.push(...result.problems.filter(counts).map((problem) => ({ at, message: describe(problem) })))
}

conclude(faults, `${tarballs.size} packed packages, by attw`)

function counts(problem: Problem): boolean {
  if ('resolutionKind' in problem) return !IGNORED.has(problem.resolutionKind)
  return !('resolutionOption' in problem) || !IGNORED.has(problem.resolutionOption)
}

function describe(problem: Problem): string {
  const { kind, ...details } = problem
  if ('entrypoint' in problem) return `${kind}: ${problem.entrypoint} (${problem.resolutionKind}).`
  return `${kind}: ${JSON.stringify(details)}.`
}
