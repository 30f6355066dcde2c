import { readFile, rename, writeFile } from 'node:fs/promises'

/** A small list that outlives the process: whole on disk after every change, or as it was before. */
export interface KeptList<T> {
  entries(): [string, T][]
  get(key: string): T | undefined
  set(key: string, value: T): Promise<void>
  /** Whether it was there. */
  delete(key: string): Promise<boolean>
}

/** Opens the list that a file of JSON keeps. What is no list is an error that names the file: it is not written over. */
export async function openKeptList<T>(path: string): Promise<KeptList<T>> {
  const items = new Map(Object.entries(await readList<T>(path)))
  let last: Promise<void> = Promise.resolve()
  let waiting: Promise<void> | undefined

  const write = async (): Promise<void> => {
    waiting = undefined
    await writeFile(`${path}.new`, JSON.stringify(Object.fromEntries(items), null, 1), { mode: 0o600, flush: true })
    await rename(`${path}.new`, path)
  }
  // One at a time, and all that changed meanwhile with the next.
  const save = (): Promise<void> => {
    if (waiting !== undefined) return waiting
    waiting = last.then(write, write)
    last = waiting
    return waiting
  }

  return {
    entries: () => [...items],
    get: (key) => items.get(key),
    set(key, value) {
      items.set(key, value)
      return save()
    },
    async delete(key) {
      const was = items.delete(key)
      if (was) await save()
      return was
    },
  }
}

async function readList<T>(path: string): Promise<Record<string, T>> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw cause
  }
  try {
    return JSON.parse(text) as Record<string, T>
  } catch (cause) {
    throw new SyntaxError(`${path} is damaged. Move it away: what it lists is forgotten, and nothing else.`, { cause })
  }
}
