import { constants } from 'node:fs'
import * as nodeFileSystem from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { SlotError } from '../errors.ts'
import { checkSlotValue, MAX_SLOT_BYTES } from '../slot.ts'
import type { Slot } from '../slot.ts'
import type { FileSystem } from './atomic-write.ts'
import { atomicWrite, hasCode, syncFolder } from './atomic-write.ts'

/** Keeps a value in a file that only its owner can read (mode 0600), replaced atomically. */
export function fileSlot(path: string): Slot {
  return fileSlotOn(nodeFileSystem, path)
}

/** The file slot on a given file system. */
export function fileSlotOn(fs: FileSystem, path: string): Slot {
  const file = resolve(path)
  return {
    async read() {
      try {
        return await readPrivateFile(file)
      } catch (cause) {
        if (hasCode(cause, 'ENOENT')) return undefined
        throw explain(cause, file, 'read')
      }
    },
    async write(bytes, mode) {
      checkSlotValue(bytes)
      try {
        await makeFolder(fs, dirname(file))
        await checkReplaceable(file)
        return await atomicWrite(fs, file, bytes, mode)
      } catch (cause) {
        throw explain(cause, file, 'write')
      }
    },
  }
}

/** Makes a folder and those above it, and syncs each new one's entry in its parent. */
async function makeFolder(fs: FileSystem, folder: string): Promise<void> {
  const first = await nodeFileSystem.mkdir(folder, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(fs, dirname(made))
}

async function readPrivateFile(path: string): Promise<Uint8Array> {
  // Checked on the open file, not on the name, which could be exchanged between the check and the read.
  const file = await nodeFileSystem.open(
    path,
    constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
  )
  try {
    const { mode, uid, size } = await file.stat()
    checkFile(path, mode)
    if (size > MAX_SLOT_BYTES) throw new SlotError(`"${path}" has ${size} bytes and cannot be ours. Name another.`)
    checkOwner(path, mode, uid)
    return Uint8Array.from(await file.readFile())
  } finally {
    await file.close()
  }
}

/** Renaming would fail in the words of the system over a folder, and take away a link. */
async function checkReplaceable(path: string): Promise<void> {
  try {
    checkFile(path, (await nodeFileSystem.lstat(path)).mode)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
}

function checkFile(path: string, mode: number): void {
  const type = mode & constants.S_IFMT
  if (type === constants.S_IFREG) return
  if (type === constants.S_IFDIR) throw new SlotError(`"${path}" is a folder. Name a file in it.`)
  if (type === constants.S_IFLNK) throw new SlotError(`"${path}" is a symbolic link. Name the file itself.`)
  throw new SlotError(`"${path}" is no regular file. Name another.`)
}

function checkOwner(path: string, mode: number, uid: number): void {
  const user = process.getuid?.()
  if (user === undefined) return
  if (uid !== user) {
    throw new SlotError(`"${path}" belongs to another user (${uid}). Copy it, and make the copy your own.`)
  }
  if ((mode & 0o077) !== 0) {
    const octal = (mode & 0o777).toString(8)
    throw new SlotError(`"${path}" can be read by others (mode ${octal}). Run: chmod 600 "${path}"`)
  }
}

function explain(cause: unknown, path: string, verb: string): SlotError {
  if (cause instanceof SlotError) return cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  const advice = hasCode(cause, 'ELOOP')
    ? 'It is a symbolic link; name the file itself.'
    : 'Check that the file and its folder are yours and that the disk has room.'
  return new SlotError(`Could not ${verb} "${path}": ${reason}. ${advice}`, { cause })
}
