import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8, viewOf } from '../bytes.ts'
import { decrypt, encrypt } from './cipher.ts'

export const SEAL_PURPOSE = 'hydra router request'

/** Seals what one end sends and opens what the other sent, frame by frame, in order. */
export interface Seals {
  seal(plaintext: Uint8Array, bound?: Uint8Array): Uint8Array
  /** Throws if the bytes were changed, left out, repeated or swapped. */
  open(sealed: Uint8Array, bound?: Uint8Array): Uint8Array
}

/** Both directions' seals, from the secret that asker and host share. One secret serves one try of one request. */
export function createSeals(secret: Uint8Array, side: 'asker' | 'host'): Seals {
  const keys = hkdf(sha256, secret, undefined, utf8('hydra router stream'), 64)
  const [up, down] = [keys.subarray(0, 32), keys.subarray(32)]
  const [own, theirs] = side === 'asker' ? [up, down] : [down, up]
  const sending = counter()
  const receiving = counter()
  return {
    seal: (plaintext, bound) => encrypt(own, sending(), plaintext, bound),
    open: (sealed, bound) => decrypt(theirs, receiving(), sealed, bound),
  }
}

// A key is used in one direction of one try only, so a counter never repeats under it.
function counter(): () => Uint8Array {
  let next = 0
  return () => {
    const nonce = new Uint8Array(12)
    const view = viewOf(nonce)
    view.setUint32(4, Math.floor(next / 2 ** 32))
    view.setUint32(8, next % 2 ** 32)
    next++
    return nonce
  }
}
