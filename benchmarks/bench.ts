// The door to all benchmarks, `pnpm bench`: the short form of every question in about ten minutes, or the named ones in
// full. Results and one page with all of them are written to a folder.
//
//   pnpm bench [G1 R3 …] [--short | --full] [--json] [--list] [--seed 1] [--runs 5] [--folder benchmarks/report]
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { keep } from './harness/report.ts'
import type { Outcome } from './harness/result.ts'
import { run } from './harness/run.ts'
import { questions } from './questions/index.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean' },
    full: { type: 'boolean' },
    json: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '5' },
    folder: { type: 'string', default: fileURLToPath(new URL('./report', import.meta.url)) },
  },
})

const names = positionals.map((name) => name.toLowerCase())
const isAsked = ({ id }: { id: string }) => names.length === 0 || names.includes(id.toLowerCase())
const unknown = names.filter((name) => !questions.some(({ id }) => id.toLowerCase() === name))
if (unknown.length > 0) {
  console.error(`There is no question "${unknown.join('", "')}". There are:\n${list()}`)
  process.exit(2)
}
if (values.list) {
  console.log(list())
  process.exit(0)
}
const settings = {
  short: values.short ?? (values.full !== true && names.length === 0),
  seed: whole('seed', values.seed, 0),
  // Fewer say nothing: a median of three is the luck of one.
  runs: whole('runs', values.runs, 5),
}
const asked = questions.filter(isAsked)
const outcomes: Outcome[] = []
for await (const outcome of run(asked, settings)) {
  outcomes.push(outcome)
  // Kept at once: who breaks off has what was found until then.
  keep(values.folder, [outcome])
  console.error(`  ${line(outcome)}`)
}
console.table(Object.fromEntries(outcomes.map((outcome) => [outcome.id, row(outcome)])))
for (const outcome of outcomes) for (const left of leftOut(outcome)) console.log(left)
console.log(`All of it, with charts: ${relative(process.cwd(), values.folder)}/index.html`)
if (values.json) for (const outcome of outcomes) console.log(JSON.stringify(outcome))

function list(): string {
  return questions.map(({ id, question, metric }) => `  ${id.padEnd(9)} ${question} ${metric}`).join('\n')
}

function whole(name: string, value: string, least: number): number {
  const number = Number(value)
  if (Number.isInteger(number) && number >= least) return number
  console.error(`--${name} is a whole number from ${least} on, and not "${value}".`)
  process.exit(2)
}

function line(outcome: Outcome): string {
  if (outcome.verdict === 'skipped') return `${outcome.id}: not run. ${outcome.reason}`
  const { id, ours, peer, peerName, ratio, verdict } = outcome
  return `${id}: ${ours} against ${peer} of ${peerName}, ${ratio} times: ${verdict}`
}

function row(outcome: Outcome): Record<string, string | number> {
  const { question, verdict } = outcome
  if (verdict === 'skipped') return { question, verdict }
  const { ours, peer, ratio, better, first, goal } = outcome
  const sign = better === 'less' ? '≤' : '≥'
  return { question, ours, peer, ratio, first: `${sign} ${first}`, goal: `${sign} ${goal}`, verdict }
}

function leftOut(outcome: Outcome): string[] {
  if (outcome.verdict === 'skipped') return [`${outcome.id} was not run: ${outcome.reason}`]
  const missing = outcome.marks.filter(({ value }) => value === undefined)
  return [
    ...outcome.skipped.map(({ peerName, reason }) => `${outcome.id} without ${peerName}: ${reason}`),
    ...missing.map(({ name }) => `${outcome.id}: ${name} was not measured, so its mark is not reached.`),
  ]
}
