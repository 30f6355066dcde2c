import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FolderFile } from '@hydra/files'

/** The files below a folder, by their paths from there. Links and devices are left out: they lead elsewhere. */
export async function* folderFiles(folder: string, before = ''): AsyncGenerator<FolderFile> {
  for (const entry of await readdir(join(folder, before), { withFileTypes: true })) {
    const path = before === '' ? entry.name : `${before}/${entry.name}`
    if (entry.isDirectory()) yield* folderFiles(folder, path)
    else if (entry.isFile()) yield { path, content: createReadStream(join(folder, path)) }
  }
}
