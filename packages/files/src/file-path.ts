import { CID } from 'multiformats/cid'
import { base36 } from 'multiformats/bases/base36'
import { canCheck } from './digest.ts'
import { InvalidCidError, InvalidPathError } from './errors.ts'

// Longer than any path that a system takes (4,096), and short enough to print.
const MAX_PATH = 4_096
// What Linux, macOS and Windows take for one name.
const MAX_NAME_BYTES = 255

/** A CID that a caller wrote. */
export function parseCid(text: string): CID {
  let cid: CID
  try {
    cid = text.startsWith(base36.prefix) ? CID.parse(text, base36) : CID.parse(text)
  } catch (cause) {
    throw new InvalidCidError(text, 'is no CID', { cause })
  }
  if (!canCheck(cid)) throw new InvalidCidError(text, 'has a hash that cannot be checked here')
  return cid
}

/** `bafy…/pictures/whale.jpg` as a root and the way down from it. */
export function parsePath(path: string): { root: CID; names: string[] } {
  if (path.length > MAX_PATH) throw new InvalidPathError(path, `is longer than ${MAX_PATH} characters`)
  const [root = '', ...names] = path.replace(/^\/ipfs\//, '').split('/')
  return { root: parseCid(root), names: names.filter((name) => name !== '') }
}

/** A path inside a folder that is being added. Throws where it leads out of it, or means different files on different systems. */
export function checkedPath(path: string): string {
  if (path === '' || path.length > MAX_PATH) throw new InvalidPathError(path, 'is empty, or too long')
  for (const name of path.split('/')) {
    const reason = wrongName(name)
    if (reason) throw new InvalidPathError(path, reason)
  }
  return path
}

/** Why a name is none that a folder may have: what is written to a disk by it would land elsewhere. */
export function wrongName(name: string): string | undefined {
  if (name === '' || name === '.' || name === '..') return 'has a part that is empty, "." or ".."'
  // eslint-disable-next-line no-control-regex
  if (/[\\/\u0000-\u001f]/.test(name)) return 'has a backslash or a control character'
  if (/^[a-z]:/i.test(name)) return 'begins with a drive'
  if (new TextEncoder().encode(name).length > MAX_NAME_BYTES) return `has a name of more than ${MAX_NAME_BYTES} bytes`
  return undefined
}
