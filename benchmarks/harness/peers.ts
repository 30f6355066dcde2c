import { execFile, execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { SkippedError } from './question.ts'

const folder = fileURLToPath(new URL('../peers/', import.meta.url))
const INSTALL = ['install', '--frozen-lockfile', '--ignore-scripts']

/** Brings what we are measured against, in versions of its own, unless it is there. Nobody who only uses us has it. */
export async function needPeers(progress: (line: string) => void): Promise<void> {
  const stamp = `${folder}node_modules/.installed`
  const wanted = readFileSync(`${folder}pnpm-lock.yaml`, 'utf8')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  progress(`Installing what we are measured against, once: pnpm ${INSTALL.join(' ')} in benchmarks/peers`)
  try {
    await promisify(execFile)('pnpm', INSTALL, { cwd: folder, timeout: 300_000 })
    writeFileSync(stamp, wanted)
  } catch (error) {
    const { stdout = '', message } = error as Error & { stdout?: string }
    const line = stdout.split('\n').find((each) => /ERR|error/i.test(each)) ?? message.split('\n')[0]
    throw new SkippedError(
      `benchmarks/peers could not be installed (${line?.trim()}). Is the package registry in reach?`,
    )
  }
}

/** The first line of what a program of the system says of its version. */
export function needProgram(name: string, argument = '--version'): string {
  try {
    const said = execFileSync(name, [argument], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return said.split('\n')[0]?.trim() ?? name
  } catch {
    throw new SkippedError(`${name} is not on this machine. Install it with the system's package manager.`)
  }
}

/** What a further peer gives, or why it is left out: one that cannot be had must not spoil the whole question. */
export async function unlessSkipped<T>(
  peerName: string,
  work: () => Promise<T>,
): Promise<{ value?: T; skipped: { peerName: string; reason: string }[] }> {
  try {
    return { value: await work(), skipped: [] }
  } catch (error) {
    if (!(error instanceof SkippedError)) throw error
    return { skipped: [{ peerName, reason: error.message }] }
  }
}
