import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Whether a product is there, and none of what it is made of is newer: files, and folders with all that is in them. */
export function isFresh(product, sources) {
  if (!existsSync(product)) return false
  const { mtimeMs } = statSync(product)
  return sources.every((source) => newest(source) < mtimeMs)
}

// A file that is gone is seen by the date of its folder.
function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  const inside = readdirSync(path, { recursive: true }).map((name) => statSync(join(path, name)).mtimeMs)
  return inside.reduce((latest, each) => Math.max(latest, each), stat.mtimeMs)
}
