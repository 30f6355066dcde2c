import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { nodeCrypto } from '../node-crypto.ts'

const NAME = 'chacha20-poly1305'
const TAG_BYTES = 16
// Ciphers are handed key objects: Node 24 takes three times as long to find out that bytes are none.

/** ChaCha20-Poly1305 (RFC 8439): seals, at once, and binds `bound` to what it seals. */
export function encrypt(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, bound?: Uint8Array): Uint8Array {
  if (!nodeCrypto) return nobleEncrypt(key, nonce, plain, bound)
  const cipher = nodeCrypto.createCipheriv(NAME, nodeCrypto.createSecretKey(key), nonce, { authTagLength: TAG_BYTES })
  if (bound) cipher.setAAD(bound, { plaintextLength: plain.length })
  const sealed = new Uint8Array(plain.length + TAG_BYTES)
  sealed.set(cipher.update(plain))
  cipher.final()
  sealed.set(cipher.getAuthTag(), plain.length)
  return sealed
}

/** Throws if anything was changed. */
export function decrypt(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, bound?: Uint8Array): Uint8Array {
  if (!nodeCrypto) return nobleDecrypt(key, nonce, sealed, bound)
  const end = sealed.length - TAG_BYTES
  const decipher = nodeCrypto.createDecipheriv(NAME, nodeCrypto.createSecretKey(key), nonce, {
    authTagLength: TAG_BYTES,
  })
  if (bound) decipher.setAAD(bound, { plaintextLength: end })
  decipher.setAuthTag(sealed.subarray(end))
  const plain = decipher.update(sealed.subarray(0, end))
  decipher.final()
  return plain
}

/** The same in JavaScript, for pages: WebCrypto lacks this cipher, and would make an order of frames a matter of promises. */
export function nobleEncrypt(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, bound?: Uint8Array): Uint8Array {
  return chacha20poly1305(key, nonce, bound).encrypt(plain)
}

export function nobleDecrypt(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, bound?: Uint8Array): Uint8Array {
  return chacha20poly1305(key, nonce, bound).decrypt(sealed)
}
