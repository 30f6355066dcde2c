import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import { cleanEnvironment } from './run.ts'

/** Starts a program that runs until it is stopped; resolves with the first line that it prints. */
export async function startInBackground(cwd: string, file: string) {
  const child = spawn(process.execPath, [file], { cwd, env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const [line] = await Promise.race([
    once(lines, 'line', { signal: AbortSignal.timeout(20_000) }),
    ended.then(() => Promise.reject(new Error(`${file} ended before it printed anything.`))),
  ])
  return {
    line: String(line),
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
