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

describe('the examples', () => {
  it('are there', () => expect(programs).toEqual(expect.arrayContaining(['hello/hello.ts', 'roles/identity.ts'])))

  it.each(programs)('%s runs both sides, asserts, and ends by itself within ten seconds', async (path) => {
    const run = promisify(execFile)(process.execPath, [`${folder}/${path}`], { timeout: 10_000 })
    await expect(run).resolves.toMatchObject({ stderr: '' })
  })
})
