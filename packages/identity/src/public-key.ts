import { sha256 } from '@noble/hashes/sha2.js'
import { base32 } from '@scure/base'
import { checkBytes, tagOf } from './argument.ts'
import { utf8 } from './bytes.ts'
import { InvalidKeyError } from './errors.ts'

/**
 * An Ed25519 public key as text: 56 lower-case base32 characters that fit a DNS label and a URL's host.
 * They hold the key, two bytes of checksum and a version, so that a typo is noticed before anyone is asked.
 */
export type PublicKey = string & { readonly __brand: 'PublicKey' }

const VERSION = 1
const KEY_BYTES = 32
const TEXT_CHARACTERS = 56
const PREFIX = utf8('hydra public key')

/** Writes 32 raw bytes as a public key's text. */
export function publicKeyFromBytes(bytes: Uint8Array): PublicKey {
  checkBytes('public key', bytes)
  if (bytes.length !== KEY_BYTES) {
    throw new InvalidKeyError(`a public key has ${KEY_BYTES} bytes, not ${bytes.length}`)
  }
  const [first, second] = checksum(bytes, VERSION)
  return base32.encode(Uint8Array.of(...bytes, first, second, VERSION)).toLowerCase() as PublicKey
}

/** The 32 raw bytes of a public key. Throws `InvalidKeyError` where it is none: plain JavaScript passes anything. */
export function publicKeyToBytes(key: PublicKey): Uint8Array {
  if (typeof key !== 'string') throw new InvalidKeyError(`it is of type ${tagOf(key)}, and a public key is a string`)
  if (key.length !== TEXT_CHARACTERS || !/^[a-z2-7]+$/.test(key)) throw new InvalidKeyError(whyNot(key))
  const bytes = base32.decode(key.toUpperCase())
  const version = bytes[34] as number
  const [first, second] = checksum(bytes.subarray(0, KEY_BYTES), version)
  // Before the version: a typo in the last character changes that, and no update would help.
  if (bytes[32] !== first || bytes[33] !== second) {
    throw new InvalidKeyError('its checksum does not fit, so there is a typo in it')
  }
  if (version !== VERSION) throw new InvalidKeyError(`its version is ${version}, and this release knows ${VERSION}`)
  return bytes.subarray(0, KEY_BYTES)
}

/** Reads a public key that a person or a peer wrote, without the space around it; throws `InvalidKeyError` where it is none. */
export function parsePublicKey(text: string): PublicKey {
  const key = (typeof text === 'string' ? text.trim() : text) as PublicKey
  publicKeyToBytes(key)
  return key
}

function whyNot(text: string): string {
  if (/^hydra:/i.test(text)) return 'it is a whole address, of which the key is only the part between "//" and "/"'
  if (/^[a-z2-7]{56}$/i.test(text)) return 'it has capitals, and a public key is written in small letters'
  return `a public key is ${TEXT_CHARACTERS} characters of a-z and 2-7`
}

function checksum(bytes: Uint8Array, version: number): [number, number] {
  const hash = sha256(Uint8Array.of(...PREFIX, ...bytes, version))
  return [hash[0] as number, hash[1] as number]
}
