// The gate: every `check:…` script of package.json. `pnpm check` runs all of them, `pnpm check lint dead` those two.
import { readJson } from './workspace.ts'
import { createRunner } from './run-script.ts'
import type { Outcome } from './run-script.ts'

// Two at a time, in this order. What is named nowhere comes after them, since it may need the build that types makes.
const FIRST = ['types', 'format', 'imports', 'style', 'duplicates', 'registry', 'handbook']
// They use every core by themselves, and the browser's tests wait for frames that a busy machine delays.
const ALONE = ['unit', 'browser']
// Their figures are worth a look even when nothing is wrong.
const SHOWN = ['style', 'size']

const { scripts } = readJson('package.json') as { scripts: Record<string, string> }
const all = Object.keys(scripts).flatMap((name) => /^check:(.+)$/.exec(name)?.[1] ?? [])
const asked = process.argv.slice(2)
const unknown = asked.filter((part) => !all.includes(part))
if (unknown.length > 0) {
  console.error(`There is no check "${unknown.join('", "')}". There are: ${all.join(', ')}.`)
  process.exit(2)
}

const isAsked = (part: string) => asked.length === 0 || asked.includes(part)
const others = all.filter((part) => ![...FIRST, ...ALONE].includes(part))
const outcomes: Outcome[] = []
const runner = createRunner()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    runner.stop()
    process.exit(1)
  })
}
await stage(FIRST.filter(isAsked), 2)
await stage(others.filter(isAsked), 2)
await stage(ALONE.filter(isAsked), 1)
summarise()

async function stage(queue: string[], atOnce: number): Promise<void> {
  const lane = async () => {
    for (let part = queue.shift(); part !== undefined; part = queue.shift()) {
      // Written over by the next line: what takes minutes shall not look as if it hung.
      if (process.stdout.isTTY) process.stdout.write(`… ${part}\r`)
      const outcome = await runner.run(part, scripts[`check:${part}`] ?? '')
      outcomes.push(outcome)
      tell(outcome)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

function tell(outcome: Outcome): void {
  console.log(line(outcome))
  if (!outcome.passed || SHOWN.includes(outcome.part)) console.log(outcome.output.trimEnd().replace(/^(?=.)/gm, '    '))
}

function line({ part, passed, seconds }: Outcome): string {
  return `${passed ? '✓' : '✗'} ${part.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s`
}

function summarise(): void {
  const failed = outcomes.filter(({ passed }) => !passed)
  if (failed.length > 0) {
    console.log(`\nWhat failed; each runs alone as pnpm check:…\n${failed.map(line).join('\n')}`)
    process.exitCode = 1
  }
  console.log(`\n${outcomes.length - failed.length} passed, ${failed.length} failed`)
}
