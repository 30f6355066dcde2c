import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'

const MIB = 1024 * 1024
const BYTES = Number(process.env['HYDRA_FILE_MIB'] ?? 5 * 1024) * MIB
// Both ends: what Node starts with, the window, and what waits to be written.
const MAX_RESIDENT = 300 * MIB

type Said = Record<string, number> & { readonly cid?: string; readonly address?: string; readonly done?: boolean }

const fixture = fileURLToPath(new URL('./holder.fixture.ts', import.meta.url))
const cleanup: Array<() => unknown> = []
afterEach(async () => {
  for (const each of cleanup.splice(0).reverse()) await each()
  // Ten thousand files are deleted.
}, 120_000)

function run(...args: string[]): { child: ChildProcess; lines: AsyncIterableIterator<string> } {
  const child = spawn(process.execPath, [fixture, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  cleanup.push(() => child.kill('SIGKILL'))
  if (!child.stdout) throw new Error('The program has no output.')
  return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() }
}

async function next(lines: AsyncIterableIterator<string>): Promise<Said> {
  const { value, done } = await lines.next()
  if (done) throw new Error('The program ended early.')
  return JSON.parse(value) as Said
}

it('goes through two nodes in little memory, and on after a kill with nothing fetched twice but what was in flight', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hydra-large-'))
  cleanup.push(() => rm(folder, { recursive: true, force: true }))
  const provider = run('provide', join(folder, 'a'), String(BYTES))
  const { cid = '', address = '' } = await next(provider.lines)

  const first = run('pin', join(folder, 'b'), cid, address)
  let before: Said = {}
  while ((before['bytes'] ?? 0) < BYTES / 2) before = await next(first.lines)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')

  const second = run('pin', join(folder, 'b'), cid, address)
  let last: Said = {}
  while (!last.done) last = await next(second.lines)
  provider.child.stdin?.end()
  const { peak = 0 } = await next(provider.lines)
  const twice = (before['fetched'] ?? 0) + (last['fetched'] ?? 0) - BYTES
  console.log(JSON.stringify({ bytes: BYTES, before, last, providerPeak: peak, twice }))
  expect(last).toMatchObject({ missing: 0, damaged: 0 })
  // Blocks that came after the last line was said do not count before the kill, so this is a bound from below too.
  expect(Math.abs(twice)).toBeLessThan(64 * MIB)
  expect(Math.max(peak, last['peak'] ?? 0)).toBeLessThan(MAX_RESIDENT)
})
