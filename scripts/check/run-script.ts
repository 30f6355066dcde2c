import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { root } from './workspace.ts'

export interface Outcome {
  readonly part: string
  readonly passed: boolean
  readonly seconds: number
  readonly output: string
}

/** Runs one script of package.json as pnpm would, keeping what it says. */
export function runScript(part: string, script: string): Promise<Outcome> {
  const start = performance.now()
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const path = [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter)
  const child = spawn(script, {
    cwd: root,
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: path },
  })
  const chunks: string[] = []
  const end = (passed: boolean) =>
    resolve({ part, passed, seconds: (performance.now() - start) / 1000, output: chunks.join('') })
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
  child.on('error', (error) => {
    chunks.push(`${script} could not be started: ${error.message}`)
    end(false)
  })
  child.on('close', (code) => end(code === 0))
  return promise
}
