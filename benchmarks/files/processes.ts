import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Provider {
  readonly cid: string
  readonly address: string
  stop(): Promise<void>
}

export interface Fetched {
  readonly bytes: number
  readonly firstMs: number
  readonly ms: number
  readonly duplicateBytes?: number
  readonly dropped?: readonly string[]
  readonly seekMs?: number
}

const pathOf = (program: string) => fileURLToPath(new URL(program, import.meta.url))

export async function provide(program: string, ...args: readonly (string | number)[]): Promise<Provider> {
  const child = spawn(process.execPath, [pathOf(program), ...args.map(String)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const { cid, address } = JSON.parse(await lineOf(child)) as { cid: string; address: string }
  return {
    cid,
    address,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.stdin?.end()
      await ended
    },
  }
}

export async function fetchBy(program: string, ...args: readonly string[]): Promise<Fetched> {
  const child = spawn(process.execPath, [pathOf(program), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  return JSON.parse(await lineOf(child)) as Fetched
}

/** The one line of JSON that a program says. */
function lineOf(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  if (child.stdout) createInterface(child.stdout).once('line', resolve)
  child.once('exit', (code) => reject(new Error(`The program ended with ${code} and said nothing.`)))
  child.once('error', reject)
  return promise
}
