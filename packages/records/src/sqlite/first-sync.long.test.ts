import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const PROCESS = fileURLToPath(new URL('sync-process.fixture.ts', import.meta.url))
const RECORDS = 1_000_000

interface Fetched {
  readonly received: number
  readonly perSecond: number
  readonly cpuSeconds: number
  /** Resident memory after each 100,000 records. */
  readonly megabytes: readonly number[]
}

function run(role: string, path: string, number: string): ChildProcessByStdio<null, Readable, null> {
  return spawn(process.execPath, [PROCESS, role, path, number], { stdio: ['ignore', 'pipe', 'inherit'] })
}

async function firstLine(child: ChildProcessByStdio<null, Readable, null>, starts: string): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith(starts)) return line
  throw new Error('The process ended without a word.')
}

it('fetches a million records from another process, with its memory flat', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'records-'))
  const server = run('serve', join(folder, 'full.db'), `${RECORDS}`)
  try {
    const port = (await firstLine(server, 'port ')).slice(5)
    const line = await firstLine(run('fetch', join(folder, 'empty.db'), port), '{')
    process.stdout.write(`${line}\n`)
    const { received, megabytes } = JSON.parse(line) as Fetched
    expect(received).toBe(RECORDS)
    // What a set keeps of each record in memory is two bytes of range fingerprints.
    expect((megabytes.at(-1) ?? Infinity) - (megabytes[2] ?? 0)).toBeLessThan(64)
  } finally {
    server.kill('SIGKILL')
    await rm(folder, { recursive: true })
  }
})
