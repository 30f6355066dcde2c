import { base64 } from '@scure/base'
import { parsePublicKey, type PublicKey } from '@hydra/identity'
import * as v from 'valibot'
import { ImportError } from '../errors.ts'

/** The first block of an export: what the file holds, in JSON that a person can read. */
export interface Manifest {
  readonly author: PublicKey
  readonly entries: number
  readonly circle: Uint8Array
  readonly petnames?: Uint8Array | undefined
  readonly identity?: Uint8Array | undefined
}

const FORMAT = 'hydra feeds export'
const VERSION = 1
const MAX_PART_BYTES = 4 * 1024 * 1024

const bytes = v.pipe(
  v.string(),
  v.maxLength(Math.ceil(MAX_PART_BYTES / 3) * 4),
  v.base64(),
  v.transform((text) => base64.decode(text)),
)
const schema = v.object({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  author: v.pipe(v.string(), v.transform(parsePublicKey)),
  entries: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  circle: bytes,
  petnames: v.optional(bytes),
  identity: v.optional(bytes),
})

export function encodeManifest({ author, entries, circle, petnames, identity }: Manifest): Uint8Array {
  const parts = {
    circle: base64.encode(circle),
    petnames: petnames && base64.encode(petnames),
    identity: identity && base64.encode(identity),
  }
  return new TextEncoder().encode(
    JSON.stringify({ format: FORMAT, version: VERSION, author, entries, ...parts }, null, 2),
  )
}

export function decodeManifest(content: Uint8Array): Manifest {
  try {
    return v.parse(schema, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content)))
  } catch (cause) {
    throw new ImportError('its first block is no list of what it holds, or one of a newer version', { cause })
  }
}
