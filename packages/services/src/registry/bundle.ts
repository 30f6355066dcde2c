import { decode, encode } from 'cborg'
import { InvalidBundleError } from './errors.ts'

/** Source files of a guest, as text by their paths. One of them, its entry, is what runs; the others are to be read. */
export type Bundle = Readonly<Record<string, string>>

// One block, which every implementation of IPFS exchanges whole. A framework and an app take a tenth of it.
export const MAX_BUNDLE_BYTES = 1024 * 1024
// A page lists them; more is a mirror of node_modules.
const MAX_FILES = 256
// No step up, no hidden step, no separator of another system: it may be written to a disk by whoever reads it.
const PATH = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w@.-][\w@.\- ]*(?:\/[\w@.-][\w@.\- ]*)*$/
const MAX_PATH_CHARS = 200

/** Writes source files as one block: the same files give the same bytes. */
export function encodeBundle(bundle: Bundle): Uint8Array {
  return encodeChecked(check(new Map(Object.entries(bundle))))
}

/** Reads source files, or throws `InvalidBundleError`. */
export function decodeBundle(bytes: Uint8Array): ReadonlyMap<string, string> {
  if (bytes.length > MAX_BUNDLE_BYTES) throw new InvalidBundleError(`it is over ${MAX_BUNDLE_BYTES} bytes`)
  let value: unknown
  try {
    value = decode(bytes, { strict: true, allowIndefinite: false, useMaps: true, rejectDuplicateMapKeys: true })
  } catch (cause) {
    throw new InvalidBundleError('it is not CBOR', { cause })
  }
  if (!(value instanceof Map)) throw new InvalidBundleError('it is no table of files')
  return check(value)
}

function check(files: ReadonlyMap<unknown, unknown>): ReadonlyMap<string, string> {
  if (files.size === 0 || files.size > MAX_FILES) throw new InvalidBundleError(`it has not 1 to ${MAX_FILES} files`)
  for (const [path, text] of files) {
    if (typeof path !== 'string' || path.length > MAX_PATH_CHARS || !PATH.test(path)) {
      throw new InvalidBundleError(`${JSON.stringify(path)} is no path of a file`)
    }
    if (typeof text !== 'string' || !text.isWellFormed()) throw new InvalidBundleError(`"${path}" is no text`)
  }
  return files as ReadonlyMap<string, string>
}

function encodeChecked(files: ReadonlyMap<string, string>): Uint8Array {
  const bytes = encode(files)
  if (bytes.length > MAX_BUNDLE_BYTES) throw new InvalidBundleError(`it is over ${MAX_BUNDLE_BYTES} bytes`)
  return bytes
}
