// Asks some questions of one measurement, in a process of its own: `ask.ts <ids> <short> <seed> <runs>`. Tells its parent.
import { questions } from '../questions/index.ts'
import { circumstances } from './circumstances.ts'
import { type Question, type RunOptions, SkippedError } from './question.ts'
import { createResult, type Outcome } from './result.ts'

const [ids = '', short = '', seed = '1', runs = '5'] = process.argv.slice(2)
const measured = new Map<string, Promise<unknown>>()
const options: RunOptions = {
  short: short === 'short',
  seed: Number(seed),
  runs: Number(runs),
  once<T>(name: string, measure: () => Promise<T>) {
    const before = measured.get(name) as Promise<T> | undefined
    const promise = before ?? measure()
    measured.set(name, promise)
    return promise
  },
  progress: (line) => console.error(`  ${line}`),
}

async function ask(question: Question): Promise<Outcome> {
  const { id } = question
  const started = performance.now()
  const command = [
    'pnpm bench',
    id,
    ...(options.short ? ['--short'] : []),
    '--seed',
    seed,
    '--runs',
    runs,
    '--json',
  ].join(' ')
  const where = () => ({
    ...circumstances(),
    seed: options.seed,
    command,
    seconds: (performance.now() - started) / 1_000,
  })
  try {
    const answer = await question.run(options)
    return createResult(question, answer, where())
  } catch (error) {
    if (!(error instanceof SkippedError)) throw error
    return { id, question: question.question, verdict: 'skipped', reason: error.message, ...where() }
  }
}

for (const id of ids.split(',')) {
  const question = questions.find((each) => each.id === id)
  if (question) process.send?.(await ask(question))
}
// Sockets of real links may linger.
process.disconnect?.()
process.exit(0)
