import { expand, extract } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { checkText } from './argument.ts'
import { joinBytes, utf8 } from './bytes.ts'

/** What a key is derived for. */
export type KeyRole = 'author' | 'service' | 'peer'

/** A label is written by a person or an app; longer ones would be a mistake. */
const MAX_LABEL_BYTES = 255

/** Derives the 32 secret bytes of a key by HKDF-SHA256: nobody can tell from two of them that they have one origin. */
export function deriveSecret(secret: Uint8Array, role: KeyRole, label: string): Uint8Array {
  checkText('label', label)
  // Typed on another system, the same label may come decomposed; it must lead to the same key.
  const bytes = utf8(label.normalize('NFC'))
  if (bytes.length > MAX_LABEL_BYTES || (role !== 'author' && bytes.length === 0)) {
    throw new RangeError(`A label has 1 to ${MAX_LABEL_BYTES} bytes, and this one ${bytes.length}.`)
  }
  const prk = extract(sha256, secret, utf8('hydra identity 1'))
  return expand(sha256, prk, joinBytes(utf8(role), Uint8Array.of(0), bytes), 32)
}
