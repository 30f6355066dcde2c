import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inspect, killMany, runWriter, WRITER } from './crash.fixture.ts'
import { openSqliteStore } from './sqlite-store.ts'

describe('a database whose process ends badly', () => {
  let folder: string
  let path: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'records-'))
    path = join(folder, 'records.db')
  })

  afterEach(() => rm(folder, { recursive: true }))

  it('has every acknowledged record after kill -9, and no corrupt one', { timeout: 120_000 }, async () => {
    const { lost, corrupt, size, reports } = await killMany(path, 12, 'honest', 1)
    expect({ lost, corrupt, reports }).toEqual({ lost: [], corrupt: 0, reports: [] })
    expect(size).toBeGreaterThan(100)
  })

  it('is found out if it acknowledges before it writes', { timeout: 120_000 }, async () => {
    const { lost } = await killMany(path, 6, 'lies', 2)
    expect(lost.length).toBeGreaterThan(0)
  })

  it('names the error where the disk takes no more, and opens again with all that was acknowledged', async () => {
    // A limit on the file's size is a full disk that needs no rights to make; 512 or 1,024 bytes a block.
    const command = ['sh', '-c', `ulimit -f 600; exec "${process.execPath}" "${WRITER}" "${path}"`]
    const { failed, acknowledged } = await runWriter(command)
    expect(failed).toBe('StoreWriteError')
    expect(acknowledged.length).toBeGreaterThan(10)
    expect(await inspect(path, acknowledged)).toMatchObject({ lost: [], corrupt: 0, reports: [] })
  })

  it('refuses a second process by name while the first has it', async () => {
    const child = spawn(process.execPath, [WRITER, path], { stdio: ['ignore', 'pipe', 'ignore'] })
    for await (const chunk of child.stdout) if (String(chunk).includes('ack')) break
    await expect(openSqliteStore(path)).rejects.toMatchObject({ name: 'StoreLockedError' })
    child.kill('SIGKILL')
    await once(child, 'close')
    await (await openSqliteStore(path)).close()
  })

  it('refuses what a newer version wrote, and leaves it as it is', async () => {
    await (await openSqliteStore(path)).close()
    const database = new DatabaseSync(path)
    database.exec('PRAGMA user_version = 7')
    database.close()
    await expect(openSqliteStore(path)).rejects.toMatchObject({ name: 'StoreTooNewError' })
  })

  it('refuses a damaged schema each time it is asked, and holds on to nothing', async () => {
    await (await openSqliteStore(path)).close()
    const bytes = await readFile(path)
    bytes[bytes.indexOf('crc INTEGER')] = 'k'.charCodeAt(0)
    await writeFile(path, bytes)
    for (let time = 0; time < 2; time++) {
      await expect(openSqliteStore(path)).rejects.toMatchObject({ name: 'StoreDamagedError' })
    }
  })

  it('refuses a file that is something else', async () => {
    await writeFile(path, 'not a database, but long enough to look at. '.repeat(200))
    await expect(openSqliteStore(path)).rejects.toMatchObject({ name: 'StoreDamagedError' })
    const other = join(folder, 'other.db')
    const database = new DatabaseSync(other)
    database.exec('CREATE TABLE theirs (a)')
    database.close()
    await expect(openSqliteStore(other)).rejects.toMatchObject({ name: 'StoreDamagedError' })
  })
})
