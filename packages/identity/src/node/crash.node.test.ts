import { spawnSync } from 'node:child_process'
import { readdir, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { fileSlot } from './file-slot.ts'
import { freshFolder } from './fresh-folder.support.ts'

const CHILD = fileURLToPath(new URL('crash.support.ts', import.meta.url))
const OLD = new Uint8Array(4_096).fill(1)
const NEW = new Uint8Array(4_096).fill(2)

type Found = 'nothing' | 'old' | 'new' | 'broken'

/** Kills a writer at every step it takes, one after another, in one folder; says what was found after each. */
async function killAtEveryStep(writer: 'atomic' | 'naive', mode: 'create' | 'replace') {
  const path = join(await freshFolder(), 'identity.key')
  const found: Found[] = []
  let mostFiles = 0
  for (let step = 1; ; step++) {
    if (mode === 'replace') await writeFile(path, OLD, { mode: 0o600 })
    const { signal, stdout, status } = spawnSync(process.execPath, [CHILD, path, writer, mode, String(step)])
    found.push(await look(path))
    mostFiles = Math.max(mostFiles, (await readdir(dirname(path))).length)
    if (signal === null) return { path, found, mostFiles, status, steps: Number(stdout.toString()) }
    expect(signal).toBe('SIGKILL')
    if (mode === 'create' && found.at(-1) === 'new') await unlink(path)
  }
}

async function look(path: string): Promise<Found> {
  const bytes = await fileSlot(path).read()
  if (bytes === undefined) return 'nothing'
  const isAll = (value: Uint8Array) =>
    bytes.length === value.length && bytes[0] === value[0] && bytes.every((byte) => byte === value[0])
  return isAll(OLD) ? 'old' : isAll(NEW) ? 'new' : 'broken'
}

it('a writer killed at any step of a replacement leaves the old file or the new one', { timeout: 60_000 }, async () => {
  const { found, steps, status, mostFiles, path } = await killAtEveryStep('atomic', 'replace')
  expect(status).toBe(0)
  expect(found).toHaveLength(steps + 1)
  expect(steps).toBeGreaterThan(15)
  expect(new Set(found)).toEqual(new Set(['old', 'new']))
  expect(found.lastIndexOf('old')).toBeLessThan(found.indexOf('new'))
  // The file, and what the last one killed left behind; the next writer clears it away.
  expect(mostFiles).toBeLessThanOrEqual(2)
  await fileSlot(path).write(OLD, 'replace')
  expect(await readdir(dirname(path))).toEqual(['identity.key'])
})

it('a writer killed at any step of a creation leaves nothing or the whole file', { timeout: 60_000 }, async () => {
  const { found, mostFiles } = await killAtEveryStep('atomic', 'create')
  expect(new Set(found)).toEqual(new Set(['nothing', 'new']))
  expect(mostFiles).toBeLessThanOrEqual(2)
})

it('a writer that writes in place is caught by the same test', { timeout: 60_000 }, async () => {
  const { found } = await killAtEveryStep('naive', 'replace')
  expect(found).toContain('broken')
})
