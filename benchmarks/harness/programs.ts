import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** One side in a process of its own, that says one line of JSON when it is ready or done. */
export interface Program<T> {
  readonly said: T
  /** Ends its input, and waits until it is gone. */
  readonly stop: () => Promise<void>
}

export async function startProgram<T>(path: URL, ...args: readonly (string | number)[]): Promise<Program<T>> {
  const command = ['--expose-gc', path.pathname, ...args.map(String)]
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('close', resolve))
  return {
    said: JSON.parse(await lineOf(child)) as T,
    stop: async () => {
      child.stdin?.end()
      await ended
    },
  }
}

/** Runs a program to its end. */
export async function runProgram<T>(path: URL, ...args: readonly (string | number)[]): Promise<T> {
  const { said, stop } = await startProgram<T>(path, ...args)
  await stop()
  return said
}

function lineOf(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  if (child.stdout) createInterface(child.stdout).once('line', resolve)
  // Its output may be read after its end.
  child.once('close', (code) => reject(new Error(`${child.spawnargs[2]} ended with ${code} and said nothing.`)))
  child.once('error', reject)
  return promise
}
