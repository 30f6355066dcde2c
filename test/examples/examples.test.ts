import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const folder = fileURLToPath(new URL('../../examples', import.meta.url))

// A program of an example is named after its folder; each file of `roles` is a program of its own.
const programs = [
  ...readdirSync(folder).map((name) => `${name}/${name}.ts`),
  ...readdirSync(`${folder}/roles`).map((name) => `roles/${name}`),
].filter((path) => path.endsWith('.ts') && existsSync(`${folder}/${path}`))

// Half of a program's time is waiting, and CI has two cores.
const turns = createTurns(2)

describe('the examples', () => {
  it('are there', () => expect(programs).toEqual(expect.arrayContaining(['hello/hello.ts', 'roles/identity.ts'])))

  it.concurrent.each(programs)('%s runs both sides, asserts, and ends by itself within ten seconds', async (path) => {
    const run = () => promisify(execFile)(process.execPath, [`${folder}/${path}`], { timeout: 10_000 })
    await expect(turns(run)).resolves.toMatchObject({ stderr: '' })
  })
})

/** Runs so many at once; the others wait for their turn. */
function createTurns(places: number) {
  const waiting: (() => void)[] = []
  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (places > 0) places--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await run()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else places++
    }
  }
}
