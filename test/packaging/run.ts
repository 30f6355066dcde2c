import { spawn } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** It had not finished in time. */
  readonly timedOut: boolean
  /** It finished, but something that it started was still running. */
  readonly leftOver: boolean
}

export interface RunOptions {
  cwd: string
  env?: NodeJS.ProcessEnv
  /** @default 30_000 */
  timeoutMs?: number
}

/** Runs a program in a process group of its own, and leaves nothing of it behind. */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<Outcome> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? cleanEnvironment(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) child[name].on('data', (text) => (output[name] += text))
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let timedOut = false
  const timer = globalThis.setTimeout(() => {
    timedOut = true
    signalGroup(child.pid, 'SIGKILL')
  }, options.timeoutMs ?? 30_000)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  clearTimeout(timer)
  const leftOver = !timedOut && (await outlives(child.pid))
  signalGroup(child.pid, 'SIGKILL')
  await closed
  return { code, ...output, timedOut, leftOver }
}

/** The environment of a user's shell: nothing of what pnpm and vitest add to it. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const added =
    /^(npm_(package|lifecycle|command|execpath|node_execpath|config_user_agent)|pnpm_|PNPM_|VITEST|INIT_CWD|NODE_(ENV|OPTIONS|PATH))/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !added.test(name)))
}

// A child that ends together with its parent may be there for a moment longer.
async function outlives(group: number | undefined): Promise<boolean> {
  for (let tries = 0; tries < 25; tries++) {
    if (!signalGroup(group, 0)) return false
    await setTimeout(20)
  }
  return true
}

function signalGroup(group: number | undefined, signal: NodeJS.Signals | 0): boolean {
  try {
    return group !== undefined && process.kill(-group, signal)
  } catch {
    return false
  }
}
