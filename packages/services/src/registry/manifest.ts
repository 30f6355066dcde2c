import { parsePublicKey } from '@hydra/identity'
import { decode, encode } from 'cborg'
import type { Limits } from '../sandbox/sandbox.ts'
import { checkCid } from './cid.ts'
import { InvalidManifestError } from './errors.ts'
import type { Permissions } from './permissions.ts'

/** What a service that anyone may run says of itself. */
export interface Manifest {
  readonly title: string
  readonly description: string
  readonly version: string
  /** As an SPDX expression, such as `MIT`. */
  readonly licence: string
  /** The CID of its source files. */
  readonly source: string
  /** Which of them runs: one module, with everything it needs in it. */
  readonly entry: string
  readonly permissions: Permissions
  readonly limits: Limits
}

// Some lines of text, a few dozen keys: anything longer is no manifest.
const MAX_MANIFEST_BYTES = 16 * 1024
const MEBIBYTE = 1024 * 1024

/** The most that any guest may be given: hosts are phones, too. The least memory is what the engine takes. */
const RANGES: Readonly<Record<keyof Limits, readonly [least: number, most: number]>> = {
  cpuMsPerCall: [1, 10_000],
  memoryBytes: [16 * MEBIBYTE, 256 * MEBIBYTE],
  maxConcurrent: [1, 64],
  maxBodyBytes: [0, 8 * MEBIBYTE],
}
const MAX_KV_BYTES = 64 * MEBIBYTE
const MAX_SERVICES = 16
// A control character could make a terminal show something else than what stands there.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0b-\x1f\x7f]/
const TEXTS: Readonly<Record<string, number>> = {
  title: 100,
  description: 2_000,
  version: 50,
  licence: 100,
  entry: 200,
}

export function encodeManifest(manifest: Manifest): Uint8Array {
  const { permissions, limits, ...texts } = manifest
  const bytes = encode(
    { ...texts, permissions: { ...permissions }, limits: { ...limits } },
    { ignoreUndefinedProperties: true },
  )
  decodeManifest(bytes)
  return bytes
}

/** Reads a manifest, or throws `InvalidManifestError`: also where it asks for something that is not known here. */
export function decodeManifest(bytes: Uint8Array): Manifest {
  if (bytes.length > MAX_MANIFEST_BYTES) throw new InvalidManifestError(`it is over ${MAX_MANIFEST_BYTES} bytes`)
  let value: unknown
  try {
    value = decode(bytes, { strict: true, allowIndefinite: false, useMaps: true, rejectDuplicateMapKeys: true })
  } catch (cause) {
    throw new InvalidManifestError('it is not CBOR', { cause })
  }
  const fields = table(value, 'it', [...Object.keys(TEXTS), 'source', 'permissions', 'limits'])
  const text = (name: string): string => textOf(fields.get(name), name)
  return {
    title: text('title'),
    description: text('description'),
    version: text('version'),
    licence: text('licence'),
    source: cid(fields.get('source')),
    entry: text('entry'),
    permissions: permissionsOf(fields.get('permissions')),
    limits: limitsOf(fields.get('limits')),
  }
}

function permissionsOf(value: unknown): Permissions {
  const fields = table(value, '"permissions"', ['kvBytes', 'fetch', 'files', 'log', 'clock', 'randomness'])
  const flag = (name: string): boolean => {
    const set = fields.get(name) ?? false
    if (typeof set !== 'boolean') throw new InvalidManifestError(`"${name}" is neither true nor false`)
    return set
  }
  return {
    kvBytes: numberOf(fields.get('kvBytes') ?? 0, 'kvBytes', [0, MAX_KV_BYTES]),
    fetch: servicesOf(fields.get('fetch') ?? []),
    files: flag('files'),
    log: flag('log'),
    clock: flag('clock'),
    randomness: flag('randomness'),
  }
}

function servicesOf(value: unknown): NonNullable<Permissions['fetch']> {
  if (!Array.isArray(value) || value.length > MAX_SERVICES) {
    throw new InvalidManifestError(`"fetch" is no list of at most ${MAX_SERVICES} services`)
  }
  return value.map((key: unknown) => {
    try {
      return parsePublicKey(String(key))
    } catch (cause) {
      throw new InvalidManifestError('"fetch" names something that is no key of a service', { cause })
    }
  })
}

function limitsOf(value: unknown): Limits {
  const fields = table(value, '"limits"', Object.keys(RANGES))
  const limit = (name: keyof Limits): number => numberOf(fields.get(name), name, RANGES[name])
  return {
    cpuMsPerCall: limit('cpuMsPerCall'),
    memoryBytes: limit('memoryBytes'),
    maxConcurrent: limit('maxConcurrent'),
    maxBodyBytes: limit('maxBodyBytes'),
  }
}

/** What stands in a table, and nothing that is not known: it could be a permission that nobody would see. */
function table(value: unknown, what: string, known: readonly string[]): ReadonlyMap<unknown, unknown> {
  if (!(value instanceof Map)) throw new InvalidManifestError(`${what} is no table`)
  for (const name of value.keys()) {
    if (!known.includes(String(name)))
      throw new InvalidManifestError(`${what} has "${String(name)}", which is not known here`)
  }
  return value
}

function textOf(value: unknown, name: string): string {
  const most = TEXTS[name] ?? 0
  if (typeof value !== 'string' || value.length > most || CONTROL.test(value) || !value.isWellFormed()) {
    throw new InvalidManifestError(`"${name}" is no plain text of at most ${most} characters`)
  }
  return value
}

function numberOf(value: unknown, name: string, [least, most]: readonly [number, number]): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw new InvalidManifestError(`"${name}" is no whole number from ${least} to ${most}`)
  }
  return value
}

function cid(value: unknown): string {
  try {
    return checkCid(String(value))
  } catch (cause) {
    throw new InvalidManifestError('"source" is no CID of source files', { cause })
  }
}
