import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'

const MAIN = fileURLToPath(new URL('../../examples/node/dist/main.js', import.meta.url))

export interface Said {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

/** A folder of a node, the commands typed for it, and its daemon. */
export interface Home {
  readonly dataDir: string
  /** Runs a command as a person would. */
  hydra(...args: string[]): Promise<Said>
  /** The same with `--json`: what each line says. */
  json<T>(...args: string[]): Promise<T[]>
  start(...args: string[]): Promise<Daemon>
}

export interface Daemon {
  readonly url: string
  readonly address: string
  readonly process: ChildProcess
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** A folder that is gone after the test. Its commands run by another program where one is named, such as `ip netns exec`. */
export async function openHome(
  environment: Readonly<Record<string, string>> = {},
  by: readonly string[] = [],
): Promise<Home> {
  const [program, ...before] = [...by, process.execPath, MAIN]
  const dataDir = await mkdtemp(join(tmpdir(), 'hydra-node-'))
  onTestFinished(() => rm(dataDir, { recursive: true, maxRetries: 5 }))
  // Nothing of whoever runs the tests.
  const env = {
    PATH: process.env['PATH'],
    HOME: dataDir,
    XDG_CONFIG_HOME: dataDir,
    CI: 'true',
    HYDRA_DATA: dataDir,
    ...environment,
  }

  async function hydra(...args: string[]): Promise<Said> {
    try {
      const { stdout, stderr } = await promisify(execFile)(program, [...before, ...args], {
        env,
        cwd: dataDir,
        timeout: 60_000,
      })
      return { stdout, stderr, code: 0 }
    } catch (error) {
      const { stdout, stderr, code } = error as Said
      return { stdout, stderr, code }
    }
  }

  async function json<T>(...args: string[]): Promise<T[]> {
    const { stdout, stderr, code } = await hydra(...args, '--json')
    if (code !== 0) throw new Error(stderr)
    return stdout
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T)
  }

  async function start(...args: string[]): Promise<Daemon> {
    const quiet = ['--port', '0', '--no-discovery-mdns', '--names-ledger', 'practice', '--json']
    const child = spawn(program, [...before, 'start', ...quiet, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      child.kill(signal)
      await once(child, 'exit')
      return child.exitCode
    }
    onTestFinished(async () => void (await stop('SIGKILL')))
    let [output, errors] = ['', '']
    child.stderr.on('data', (chunk) => (errors += String(chunk)))
    for await (const chunk of child.stdout) {
      output += String(chunk)
      if (!output.includes('\n')) continue
      const { url, addresses } = JSON.parse(output) as { url: string; addresses: string[] }
      child.stdout.resume()
      return {
        url,
        address: addresses.find((each) => each.includes('/ws')) ?? addresses[0] ?? '',
        process: child,
        stop,
      }
    }
    throw new Error(`The daemon ended: ${errors}`)
  }

  return { dataDir, hydra, json, start }
}
