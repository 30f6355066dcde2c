import { randomBytes } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** What writing a file asks of the file system. `node:fs/promises` satisfies it; tests put a failing one in its place. */
export interface FileSystem {
  open(path: string, flags: string, mode?: number): Promise<FileHandle>
  rename(from: string, to: string): Promise<void>
  link(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  readdir(path: string): Promise<string[]>
}

/**
 * Writes a file so that a crash at any moment leaves the old one or the new one: a temporary file in the same folder,
 * synced, put in place by one call, and the folder synced. `create` does nothing where a file stands, and returns false.
 */
export async function atomicWrite(
  fs: FileSystem,
  path: string,
  bytes: Uint8Array,
  mode: 'create' | 'replace',
): Promise<boolean> {
  const folder = dirname(path)
  await removeStrayFiles(fs, path)
  const temporary = join(
    folder,
    `${temporaryPrefix(path)}${process.pid}-${processStart()}-${randomBytes(8).toString('hex')}`,
  )
  try {
    await writeSynced(fs, temporary, bytes)
    const placed = mode === 'replace' ? await replace(fs, temporary, path) : await create(fs, temporary, path)
    await syncFolder(fs, folder)
    return placed
  } catch (error) {
    await fs.unlink(temporary).catch(() => undefined)
    throw error
  }
}

async function replace(fs: FileSystem, temporary: string, path: string): Promise<boolean> {
  await fs.rename(temporary, path)
  return true
}

// A rename would replace what another process has put there meanwhile; a link fails instead.
async function create(fs: FileSystem, temporary: string, path: string): Promise<boolean> {
  try {
    await fs.link(temporary, path)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  } finally {
    await fs.unlink(temporary)
  }
}

async function writeSynced(fs: FileSystem, path: string, bytes: Uint8Array): Promise<void> {
  const file = await fs.open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes new names in a folder durable: without it they may be lost with the power. On Windows no folder can be opened. */
export async function syncFolder(fs: FileSystem, folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await fs.open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Removes what writers left behind that were killed. The files of living ones are theirs. */
async function removeStrayFiles(fs: FileSystem, path: string): Promise<void> {
  const prefix = temporaryPrefix(path)
  for (const name of await fs.readdir(dirname(path))) {
    if (!name.startsWith(prefix)) continue
    const [pid, start] = name.slice(prefix.length).split('-').map(Number)
    if (pid !== undefined && start !== undefined && !isWriting(pid, start)) {
      await fs.unlink(join(dirname(path), name)).catch(() => undefined)
    }
  }
}

// In a container every process is number 1: the start time tells this one from the one that was killed before.
function isWriting(pid: number, start: number): boolean {
  if (pid === process.pid) return start === processStart()
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !hasCode(error, 'ESRCH')
  }
}

function processStart(): number {
  return Math.floor(performance.timeOrigin)
}

function temporaryPrefix(path: string): string {
  return `.${basename(path)}.new-`
}

/** Whether an error is the file system's with this code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
