import { chmod, link, mkdir, readdir, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import * as nodeFileSystem from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createIdentity } from '../identity.ts'
import { createKeyStore } from '../key-store.ts'
import { testKeyStore } from '../testing/key-store-suite.ts'
import { testSlot } from '../testing/slot-suite.ts'
import type { FileSystem } from './atomic-write.ts'
import { fileSlot, fileSlotOn } from './file-slot.ts'
import { freshFolder } from './fresh-folder.support.ts'

async function freshPath(): Promise<string> {
  return join(await freshFolder(), 'identity.key')
}

testSlot('file', async () => {
  const path = await freshPath()
  return { open: () => fileSlot(path) }
})
testKeyStore('file', async () => fileSlot(await freshPath()))

const BYTES = Uint8Array.of(1, 2, 3)

describe('a key file', () => {
  it('is for its owner alone, whatever the umask, and stands alone in its folder', async () => {
    const path = await freshPath()
    const umask = process.umask(0)
    try {
      await fileSlot(path).write(BYTES, 'replace')
    } finally {
      process.umask(umask)
    }
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(join(path, '..'))).toEqual(['identity.key'])
  })

  it('makes its folder, for its owner alone', async () => {
    const path = join(await freshFolder(), 'new', 'identity.key')
    await fileSlot(path).write(BYTES, 'create')
    expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700)
  })

  it.each([0o644, 0o640, 0o602, 0o601])(
    'that others may use (mode %o) is refused, with the command that helps',
    async (mode) => {
      const path = await freshPath()
      await fileSlot(path).write(BYTES, 'replace')
      await chmod(path, mode)
      const reading = fileSlot(path).read()
      await expect(reading).rejects.toMatchObject({ name: 'SlotError' })
      await expect(reading).rejects.toThrow(`chmod 600 "${path}"`)
      await chmod(path, 0o600)
      expect(await fileSlot(path).read()).toEqual(BYTES)
    },
  )

  it('that belongs to another user is refused', async () => {
    // Whoever runs the tests, one of these two is not theirs: a file of root's, or root's own view of one given away.
    const path = await freshPath()
    await fileSlot(path).write(BYTES, 'replace')
    const { getuid } = process
    process.getuid = () => 12_345
    try {
      await expect(fileSlot(path).read()).rejects.toThrow(/another user/)
    } finally {
      if (getuid !== undefined) process.getuid = getuid
    }
  })

  it('is neither a symbolic link nor a folder', async () => {
    const path = await freshPath()
    await writeFile(`${path}.real`, BYTES, { mode: 0o600 })
    await symlink(`${path}.real`, path)
    await mkdir(`${path}.folder`)
    for (const [wrong, message] of [
      [path, /symbolic link/],
      [`${path}.folder`, /is a folder/],
    ] as const) {
      const slot = fileSlot(wrong)
      const refusal = { name: 'SlotError', message }
      await expect(slot.read()).rejects.toMatchObject(refusal)
      await expect(slot.write(BYTES, 'create')).rejects.toMatchObject(refusal)
      await expect(slot.write(BYTES, 'replace')).rejects.toMatchObject(refusal)
      await expect(createKeyStore(slot).save(await createIdentity(), 'secret')).rejects.toMatchObject(refusal)
    }
    expect((await readdir(join(path, '..'))).length).toBe(3)
  })

  it('of gigabytes is not read into memory', async () => {
    const path = await freshPath()
    await writeFile(path, BYTES, { mode: 0o600 })
    await truncate(path, 3 * 1_024 ** 3)
    await expect(fileSlot(path).read()).rejects.toMatchObject({ name: 'SlotError', message: /cannot be ours/ })
  })

  it('under a file in the place of its folder says what is wrong', async () => {
    const path = await freshPath()
    await writeFile(path, BYTES, { mode: 0o600 })
    await expect(fileSlot(join(path, 'below')).write(BYTES, 'create')).rejects.toMatchObject({ name: 'SlotError' })
    await expect(fileSlot(join(path, 'below')).read()).rejects.toMatchObject({ name: 'SlotError' })
  })

  it('is not touched when the disk fails, and nothing stays behind', async () => {
    for (const failing of ['writeFile', 'sync', 'close'] as const) {
      const path = await freshPath()
      await fileSlot(path).write(BYTES, 'create')
      const broken = fileSlotOn(failingAt(failing), path)
      await expect(broken.write(Uint8Array.of(9), 'replace'), failing).rejects.toMatchObject({ name: 'SlotError' })
      expect(await fileSlot(path).read()).toEqual(BYTES)
      expect(await readdir(join(path, '..'))).toEqual(['identity.key'])
    }
  })

  it('keeps the temporary file of a writer that lives, and removes those of the dead', async () => {
    const path = await freshPath()
    const folder = join(path, '..')
    const living = `.identity.key.new-${process.ppid}-1-aa`
    await writeFile(join(folder, living), BYTES)
    await writeFile(join(folder, `.identity.key.new-${process.pid}-1-aa`), BYTES)
    await writeFile(join(folder, '.identity.key.new-4194999-1-aa'), BYTES)
    await fileSlot(path).write(BYTES, 'replace')
    expect((await readdir(folder)).sort()).toEqual([living, 'identity.key'])
  })

  it('is put in place only after its bytes are on the disk, and its name after that', async () => {
    const steps: string[] = []
    const path = await freshPath()
    await fileSlotOn(recording(steps), path).write(BYTES, 'replace')
    await fileSlotOn(recording(steps), `${path}2`).write(BYTES, 'create')
    const written = 'readdir open writeFile sync close'
    const synced = 'open sync close'
    expect(steps.join(' ')).toBe(`${written} rename ${synced} ${written} link unlink ${synced}`)
  })

  it('may have a second name, which a replacement leaves with the old value', async () => {
    const path = await freshPath()
    await fileSlot(path).write(BYTES, 'create')
    await link(path, `${path}.backup`)
    await fileSlot(path).write(Uint8Array.of(9), 'replace')
    expect(await fileSlot(`${path}.backup`).read()).toEqual(BYTES)
  })
})

type Step = 'writeFile' | 'sync' | 'close'

/** The real file system, whose files fail at one step as a full or broken disk does. */
function failingAt(step: Step): FileSystem {
  return {
    ...nodeFileSystem,
    async open(path, flags, mode) {
      const file = await nodeFileSystem.open(path, flags, mode)
      const original = file[step].bind(file) as () => Promise<void>
      file[step] = async () => {
        if (step === 'close') await original()
        throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
      }
      return file
    },
  }
}

/** The real file system, which notes what was asked of it. */
function recording(steps: string[]): FileSystem {
  const note = <T extends (...values: never[]) => unknown>(name: string, work: T): T =>
    ((...values: never[]) => {
      steps.push(name)
      return work(...values)
    }) as T
  return {
    rename: note('rename', nodeFileSystem.rename),
    link: note('link', nodeFileSystem.link),
    unlink: note('unlink', nodeFileSystem.unlink),
    readdir: note('readdir', (path: string) => nodeFileSystem.readdir(path)),
    async open(path, flags, mode) {
      steps.push('open')
      const file = await nodeFileSystem.open(path, flags, mode)
      file.writeFile = note('writeFile', file.writeFile.bind(file))
      file.sync = note('sync', file.sync.bind(file))
      file.close = note('close', file.close.bind(file))
      return file
    },
  }
}
