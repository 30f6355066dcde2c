import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { circumstances } from './circumstances.ts'
import type { Question } from './question.ts'
import type { Outcome } from './result.ts'

const ASK = fileURLToPath(new URL('./ask.ts', import.meta.url))

export interface Settings {
  readonly short: boolean
  readonly seed: number
  readonly runs: number
}

/** Asks all of these, one process for each measurement, one after the other. */
export async function* run(questions: readonly Question[], settings: Settings): AsyncIterable<Outcome> {
  for (const [measurement, group] of Map.groupBy(questions, (question) => question.measurement)) {
    console.error(`${group.map(({ id }) => id).join(', ')}: ${measurement}`)
    yield* await askInProcess(group, settings)
  }
}

async function askInProcess(group: readonly Question[], { short, seed, runs }: Settings): Promise<Outcome[]> {
  const args = [group.map(({ id }) => id).join(','), short ? 'short' : 'full', `${seed}`, `${runs}`]
  // Whatever a side prints must not come between the results: standard output is for them.
  const child = fork(ASK, args, { execArgv: ['--expose-gc'], stdio: ['ignore', 2, 'inherit', 'ipc'] })
  const outcomes: Outcome[] = []
  child.on('message', (outcome) => outcomes.push(outcome as Outcome))
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  const missing = group.filter(({ id }) => !outcomes.some((outcome) => outcome.id === id))
  return [...outcomes, ...missing.map((question) => failed(question, code))]
}

function failed({ id, question }: Question, code: number | null): Outcome {
  const reason = `It failed: the process ended with ${code} before it answered. What it said stands above.`
  process.exitCode = 1
  return { id, question, verdict: 'skipped', reason, command: `pnpm bench ${id}`, ...circumstances() }
}
