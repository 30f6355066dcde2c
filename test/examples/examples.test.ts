import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const folder = fileURLToPath(new URL('../../examples', import.meta.url))

// A program of an example is named after its folder: it runs both sides, asserts, and ends by itself.
const programs = readdirSync(folder).filter((name) => existsSync(`${folder}/${name}/${name}.ts`))

describe('the examples', () => {
  it('are there', () => expect(programs).toContain('hello'))

  it.each(programs)('%s runs, asserts, and ends by itself within ten seconds', async (name) => {
    const run = promisify(execFile)(process.execPath, [`${folder}/${name}/${name}.ts`], { timeout: 10_000 })
    await expect(run).resolves.toMatchObject({ stderr: '' })
  })
})
