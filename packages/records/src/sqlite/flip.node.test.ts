import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { flipBytes } from './flip.fixture.ts'

it('finds a flipped byte wherever it is, or it is harmless', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'records-'))
  const flips = await flipBytes(join(folder, 'records.db'), 61)
  await rm(folder, { recursive: true })
  expect(flips.silent).toEqual([])
  expect(Math.min(flips.harmless, flips.reported)).toBeGreaterThan(0)
})
