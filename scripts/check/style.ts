// How long our files and functions are and how often `any` stands in them: measured, printed, and held to the limits.
import { conclude } from './faults.ts'
import type { Fault } from './faults.ts'
import { addUp, lines, measure, row } from './figures.ts'
import { parse } from './parse.ts'
import type { Parsed } from './parse.ts'
import { isCode, isTest, listFiles } from './workspace.ts'

const MAX_LINES = 300
const HEAD = ['', 'files', 'lines per file', 'lines per function', 'any per 1,000']
const UNDER_HEAD = ['', '', 'median / max', 'median / p90 / max', 'lines']

const code = listFiles().filter(isCode).map(parse)
// Tests and conformance suites are left out: a suite is one long function by its nature.
const measured = code.filter(({ path }) => !isTest(path) && !path.includes('/src/testing/'))
const groups = Map.groupBy(
  measured,
  ({ path }) => /^packages\/[^/]+(?=\/src\/)/.exec(path)?.[0] ?? 'scripts and others',
)
const packages = [...groups].filter(([name]) => name.startsWith('packages/'))
const rows = [...groups].map(([name, files]) => row(name, addUp(files.map(measure))))
const total = addUp(packages.flatMap(([, files]) => files).map(measure))
print([HEAD, UNDER_HEAD, ...rows.sort(byName), row('all packages', total)])
conclude(code.flatMap(check), `the style of ${code.length} files`)

function check(file: Parsed): Fault[] {
  const { path, text } = file
  const count = lines(text)
  const tooLong = count > MAX_LINES && !isTest(path)
  const anys = measure(file).anys.map((line) => `${path}:${line}`)
  return [
    ...(tooLong ? [{ at: path, message: `has ${count} lines, and ${MAX_LINES} at most read well. Split it.` }] : []),
    ...anys.map((at) => ({ at, message: 'says `any`. Say what it is, or `unknown` and find out.' })),
    ...suppressions(file),
  ]
}

function suppressions({ path, comments, lineAt }: Parsed): Fault[] {
  const found = comments.filter(({ value }) => /^[\s/*]*@ts-(ignore|nocheck)\b/.test(value))
  return found.map(({ start }) => ({
    at: `${path}:${lineAt(start)}`,
    message: 'silences the type checker. Mend the type instead.',
  }))
}

function print(table: readonly string[][]): void {
  const widths = HEAD.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)))
  for (const cells of table) {
    const padded = cells.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    )
    console.log(padded.join('  ').trimEnd())
  }
}

function byName([a = '']: string[], [b = '']: string[]): number {
  return a.localeCompare(b)
}
