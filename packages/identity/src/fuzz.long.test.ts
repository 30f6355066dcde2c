import { afterAll, expect, it } from 'vitest'
import { createFuzzTargets, takes } from './fuzz.support.ts'
import { mutations } from './testing/mutations.ts'

const MILLION = 1_000_000
const report: string[] = []

it.for(await createFuzzTargets())('$name: no damaged encoding is taken for the original', async (target) => {
  const count = target.slow ? MILLION / 5 : MILLION
  const started = performance.now()
  let accepted = 0
  for (const [index, valid] of target.valid.entries()) {
    for (const mutant of mutations(valid, 1_000 + index, Math.ceil(count / target.valid.length))) {
      if (await takes(target, mutant)) accepted++
    }
  }
  report.push(`| ${target.name} | ${count} | ${accepted} | ${((performance.now() - started) / 1_000).toFixed(0)} |`)
  if (!target.malleable) expect(accepted).toBe(0)
  expect(accepted).toBeLessThan(count)
})

afterAll(() => {
  process.stdout.write(
    `\n| decoder | cases | read as another valid value | seconds |\n|---|---|---|---|\n${report.join('\n')}\n`,
  )
})
