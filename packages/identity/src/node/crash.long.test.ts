import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { fileSlot } from './file-slot.ts'
import { freshFolder } from './fresh-folder.support.ts'

const CHILD = fileURLToPath(new URL('crash-loop.support.ts', import.meta.url))
const KILLS = 1_000

/** Lets a writer run, kills it at some moment after some writes, another each time, and says what is found. */
async function killOnce(path: string, writer: 'atomic' | 'naive', kill: number) {
  const after = 1 + (kill % 17)
  const child = spawn(process.execPath, [CHILD, path, writer], { stdio: ['ignore', 'pipe', 'inherit'] })
  let reported = 0
  child.stdout.on('data', (dots: Buffer) => {
    reported += dots.length
    // Turns of the event loop take microseconds, a write a thousand times that: the kills fall all over it.
    if (reported >= after) passTurns((kill * 37) % 400, () => child.kill('SIGKILL'))
  })
  // `close`, not `exit`: what was reported before the kill is still to be read.
  await once(child, 'close')
  return { reported, found: await readValue(path) }
}

function passTurns(turns: number, then: () => void): void {
  if (turns === 0) then()
  else setImmediate(() => passTurns(turns - 1, then))
}

async function readValue(path: string): Promise<number | 'broken'> {
  const bytes = (await fileSlot(path).read()) ?? new Uint8Array(0)
  const values = new Uint32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4))
  const [first] = values
  return first !== undefined && values.length === 16_384 && values.every((value) => value === first) ? first : 'broken'
}

it(`after each of ${KILLS} kills the last value reported is there, or the next one, whole`, async () => {
  const path = join(await freshFolder(), 'identity.key')
  let midway = 0
  let unreported = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const { reported, found } = await killOnce(path, 'atomic', kill)
    expect([reported, reported + 1]).toContain(found)
    if (found === reported + 1) unreported++
    const files = (await readdir(dirname(path))).length
    if (files === 2) midway++
    expect(files).toBeLessThanOrEqual(2)
  }
  process.stdout.write(
    `\n${KILLS} kills: ${midway} with a temporary file half-way, ${unreported} after the new value was in place\n`,
  )
})

it('a writer that writes in place is caught', async () => {
  const path = join(await freshFolder(), 'identity.key')
  let broken = 0
  for (let kill = 0; kill < KILLS && broken === 0; kill++) {
    if ((await killOnce(path, 'naive', kill)).found === 'broken') broken++
  }
  expect(broken).toBeGreaterThan(0)
})
