import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { root } from './workspace.ts'

export interface Outcome {
  readonly part: string
  readonly passed: boolean
  readonly seconds: number
  readonly output: string
}

// Each script leads a group of its own, so that a shell's children end with it.
const inGroups = process.platform !== 'win32'

export interface Runner {
  /** Runs one script of package.json as pnpm would, keeping what it says. */
  run(part: string, script: string): Promise<Outcome>
  /** Ends what is running, with all that it started. */
  stop(): void
}

export function createRunner(): Runner {
  const running = new Set<ChildProcess>()
  const path = [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter)
  const env = { ...process.env, PATH: path }
  return {
    run: async (part, script) => {
      const start = performance.now()
      const child = spawn(script, {
        cwd: root,
        env,
        shell: true,
        detached: inGroups,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      running.add(child)
      const { code, output } = await listen(child)
      running.delete(child)
      return { part, passed: code === 0, seconds: (performance.now() - start) / 1000, output }
    },
    stop: () => {
      for (const child of running) {
        if (child.pid !== undefined) process.kill(inGroups ? -child.pid : child.pid)
      }
    },
  }
}

function listen(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: number | null; output: string }>()
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
  }
  child.on('error', (error) => resolve({ code: 1, output: `Could not be started: ${error.message}` }))
  child.on('close', (code) => resolve({ code, output: chunks.join('') }))
  return promise
}
