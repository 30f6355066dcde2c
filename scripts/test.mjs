// All tests, or with arguments those that vitest finds by them: `npm test -- router`.
import { spawnSync } from 'node:child_process'

const vitest = ['exec', 'vitest', 'run']
const wanted = process.argv.slice(2)
const steps =
  wanted.length > 0
    ? [[...vitest, '--project', 'node', '--project', 'browser', '--project', 'whole', ...wanted]]
    : [
        ['--silent', 'check'],
        [...vitest, '--project', 'whole'],
      ]

for (const args of steps) {
  const { status } = spawnSync('pnpm', args, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (status === 0) continue
  if (wanted.length > 0)
    console.error(`\nTests are chosen by part of their path, such as: npm test -- packages/identity`)
  process.exit(status ?? 1)
}
