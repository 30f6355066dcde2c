// The gate: every `check:…` script of package.json. `pnpm check` runs all of them, `pnpm check lint dead` those two.
import { readJson } from './workspace.ts'
import { runScript } from './run-script.ts'
import type { Outcome } from './run-script.ts'

// Two at a time in order. What is named nowhere joins the third stage: it may need the build that types leaves behind.
const FIRST = ['types', 'format', 'imports', 'style', 'duplicates', 'registry']
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

const parts = asked.length > 0 ? asked : all
const pick = (wanted: (part: string) => boolean) => parts.filter(wanted)
const outcomes: Outcome[] = []
await stage(
  FIRST.filter((part) => parts.includes(part)),
  2,
)
await stage(
  pick((part) => ![...FIRST, ...ALONE].includes(part)),
  2,
)
await stage(
  pick((part) => ALONE.includes(part)),
  1,
)
summarise()

async function stage(queue: string[], atOnce: number): Promise<void> {
  const lane = async () => {
    for (let part = queue.shift(); part !== undefined; part = queue.shift()) {
      const outcome = await runScript(part, scripts[`check:${part}`] ?? '')
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
