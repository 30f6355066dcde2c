// Every snippet of the handbook and the guide is taken from a program that CI runs, every role has its program, and no link is dead.
import { posix } from 'node:path'
import { conclude } from './faults.ts'
import type { Fault } from './faults.ts'
import { listFiles, readText } from './workspace.ts'

const MAX_LINES = 60
// Each file there is a program: test/examples and test/picture-sharing run them.
const MANY = ['examples/roles', 'examples/picture-sharing/guide', 'examples/picture-sharing/guide/5-in-a-page']
const INDEX = 'docs/handbook/README.md'

const files = listFiles()
const pages = files.filter((path) => /^docs\/(handbook\/[^/]+|build-a-picture-app)\.md$/.test(path))
const roles = files.filter((path) => /^examples\/roles\/[^/]+\.ts$/.test(path))
const quoted = new Set<string>()

const CODE = /^```(?:[tj]sx?|mjs|typescript|javascript)\n(.*?)^```$/gms

conclude(
  [...pages.flatMap(checkSnippets), ...pages.flatMap(checkLinks), ...roles.flatMap(checkRole), ...checkIndex()],
  `the ${pages.length} pages of the handbook and its ${roles.length} programs`,
)

/** A block of code names its program in the line of text before it, and is that program or some of its lines. */
function checkSnippets(page: string): Fault[] {
  const text = readText(page)
  return [...text.matchAll(CODE)].flatMap(({ index, 1: snippet = '' }) => {
    const before = text.slice(0, index)
    const at = `${page}:${before.split('\n').length}`
    const program = linked(page, before.trimEnd().split('\n').at(-1) ?? '').at(-1)
    if (program === undefined || !isProgram(program)) {
      return [
        { at, message: 'is code of nowhere. Link the program of examples/ that it is taken from in the line before.' },
      ]
    }
    const source = readText(program)
    if (snippet === source) quoted.add(program)
    return `\n${source}`.includes(`\n${snippet}`)
      ? []
      : [{ at, message: `is not what ${program} says. Copy its lines.` }]
  })
}

/** What tests run, or what is imported there: a folder has a program of its name, or each of its files is one. */
function isProgram(path: string): boolean {
  const folder = posix.dirname(path)
  const runs = MANY.includes(folder) || files.includes(`${folder}/${posix.basename(folder)}.ts`)
  return runs && /^examples\/.*\.ts$/.test(path) && files.includes(path)
}

function checkLinks(page: string): Fault[] {
  return readText(page)
    .split('\n')
    .flatMap((line, index) =>
      linked(page, line)
        .filter((path) => !files.some((file) => file === path || file.startsWith(`${path}/`)))
        .map((path) => ({ at: `${page}:${index + 1}`, message: `links to ${path}, which is not there.` })),
    )
}

/** Where the links of a line lead, as paths under the root. What has an address of its own is not ours. */
function linked(page: string, line: string): string[] {
  const targets = [...line.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target = '']) => target)
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => posix.join(posix.dirname(page), target).replace(/\/$/, ''))
}

function checkRole(path: string): Fault[] {
  const lines = readText(path).trimEnd().split('\n').length
  return [
    ...(lines < MAX_LINES
      ? []
      : [{ at: path, message: `has ${lines} lines. Under ${MAX_LINES}, it is read to its end.` }]),
    ...(quoted.has(path) ? [] : [{ at: path, message: 'is quoted whole on no page of the handbook.' }]),
  ]
}

function checkIndex(): Fault[] {
  const listed = files.includes(INDEX) ? linked(INDEX, readText(INDEX)) : []
  return pages
    .filter((page) => page.startsWith('docs/handbook/') && page !== INDEX && !listed.includes(page))
    .map((page) => ({ at: page, message: `is not listed in ${INDEX}.` }))
}
