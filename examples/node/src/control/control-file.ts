import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where a running daemon takes commands, and what it takes them for. */
export interface ControlFile {
  readonly url: string
  /** Where its page is. */
  readonly page: string
  readonly token: string
  readonly pid: number
}

const NAME = 'control.json'

/** Written for this user alone, and whole or not at all. */
export async function writeControlFile(dataDir: string, content: ControlFile): Promise<void> {
  const path = join(dataDir, NAME)
  const temporary = `${path}.${content.pid}`
  await writeFile(temporary, `${JSON.stringify(content)}\n`, { mode: 0o600 })
  await rename(temporary, path)
}

/** Undefined where no daemon left one, or one that cannot be read. */
export async function readControlFile(dataDir: string): Promise<ControlFile | undefined> {
  try {
    const { url, page, token, pid } = JSON.parse(await readFile(join(dataDir, NAME), 'utf8')) as Partial<ControlFile>
    if (url === undefined || token === undefined || pid === undefined) return undefined
    return { url, page: page ?? url, token, pid }
  } catch {
    return undefined
  }
}

export async function removeControlFile(dataDir: string): Promise<void> {
  await rm(join(dataDir, NAME), { force: true })
}
