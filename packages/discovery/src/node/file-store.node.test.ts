import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { testStore } from '../testing/store-suite.ts'
import { fileStore } from './file-store.ts'

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hydra-discovery-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

testStore('file', async () => {
  const path = join(await freshFolder(), 'below', 'peers')
  return { open: () => fileStore(path) }
})

describe('a file of remembered peers', () => {
  it('is for its owner only, and leaves nothing beside it', async () => {
    const folder = await freshFolder()
    await fileStore(join(folder, 'peers')).save(Uint8Array.of(1))
    expect((await stat(join(folder, 'peers'))).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['peers'])
  })

  it('is replaced only by a whole one: a save that fails leaves the old', async () => {
    const folder = await freshFolder()
    await fileStore(join(folder, 'peers')).save(Uint8Array.of(1))
    await writeFile(join(folder, 'file'), 'in the way')
    await expect(fileStore(join(folder, 'file', 'peers')).save(Uint8Array.of(2))).rejects.toThrow()
    expect(await fileStore(join(folder, 'peers')).load()).toEqual(Uint8Array.of(1))
  })
})
