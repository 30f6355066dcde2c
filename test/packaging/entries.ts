import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readManifest } from './workspace.ts'

export interface Entry {
  /** What a user imports. */
  readonly id: string
  readonly browser: boolean
}

/**
 * The entry points of an installed package, as far as they are there: `manifestFaults` tells of the others.
 * One that has only the condition `node` beside its types is for Node alone; `/testing` never comes into a page.
 */
export function entries(folder: string): Entry[] {
  const { name, exports = {} } = readManifest(folder)
  return Object.entries(exports).flatMap(([path, conditions]) => {
    if (typeof conditions === 'string') return []
    if (!Object.values(conditions).every((file) => existsSync(join(folder, file)))) return []
    const forBrowsers = ['browser', 'import', 'default'].some((condition) => condition in conditions)
    return [{ id: name + path.slice(1), browser: forBrowsers && path !== './testing' }]
  })
}
