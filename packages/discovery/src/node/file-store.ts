import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DiscoveryStore } from '../store.ts'

/** Keeps what discovery remembers in one file, which is replaced whole: a crash leaves the old one or the new one. */
export function fileStore(path: string): DiscoveryStore {
  return {
    async load() {
      try {
        return new Uint8Array(await readFile(path))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
    },
    async save(bytes) {
      await mkdir(dirname(path), { recursive: true })
      // Two saves at once must not write into one another's file.
      const fresh = `${path}.${randomUUID()}`
      try {
        await writeDurably(fresh, bytes)
        await rename(fresh, path)
      } finally {
        await rm(fresh, { force: true })
      }
    },
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  // Whom this peer talks to is nobody else's business on a shared machine.
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}
