import { sha256 } from '@noble/hashes/sha2.js'
import { base32 } from '@scure/base'
import { InvalidKeyError } from './errors.ts'

/**
 * An Ed25519 public key as text: 56 lower-case base32 characters that fit a DNS label and a URL's host.
 * They hold the key, two bytes of checksum and a version, so that a typo is noticed before anyone is asked.
 */
export type PublicKey = string & { readonly __brand: 'PublicKey' }

const VERSION = 1
const KEY_BYTES = 32
const TEXT_CHARACTERS = 56

/** Writes 32 raw bytes as a public key's text. */
export function publicKeyFromBytes(bytes: Uint8Array): PublicKey {
  if (bytes.length !== KEY_BYTES) {
    throw new InvalidKeyError(`a public key has ${KEY_BYTES} bytes, not ${bytes.length}`)
  }
  const [first, second] = checksum(bytes)
  return base32.encode(Uint8Array.of(...bytes, first, second, VERSION)).toLowerCase() as PublicKey
}

/** The 32 raw bytes of a public key. */
export function publicKeyToBytes(key: PublicKey): Uint8Array {
  return base32.decode(key.toUpperCase()).subarray(0, KEY_BYTES)
}

/** Reads a public key that a person or a peer wrote; throws `InvalidKeyError` where it is none. */
export function parsePublicKey(text: string): PublicKey {
  if (text.length !== TEXT_CHARACTERS || !/^[a-z2-7]+$/.test(text)) {
    throw new InvalidKeyError(`a public key is ${TEXT_CHARACTERS} characters of a-z and 2-7`)
  }
  const bytes = base32.decode(text.toUpperCase())
  if (bytes[34] !== VERSION) throw new InvalidKeyError(`its version is ${bytes[34]}, this library knows ${VERSION}`)
  const [first, second] = checksum(bytes.subarray(0, KEY_BYTES))
  if (bytes[32] !== first || bytes[33] !== second)
    throw new InvalidKeyError('its checksum does not fit: is there a typo?')
  return text as PublicKey
}

function checksum(bytes: Uint8Array): [number, number] {
  const hash = sha256(Uint8Array.of(...new TextEncoder().encode('hydra public key'), ...bytes, VERSION))
  return [hash[0] as number, hash[1] as number]
}
