import type { KeyObject } from 'node:crypto'
import { type ICryptoInterface, noise } from '@libp2p/noise'
import { defaultCrypto } from '@libp2p/noise/crypto'
import { Uint8ArrayList } from 'uint8arraylist'

// Asked for and not imported, so that no bundler follows it into a page.
const nodeCrypto: typeof import('node:crypto') | undefined = globalThis.process?.getBuiltinModule?.('node:crypto')

const NAME = 'chacha20-poly1305'
const TAG_BYTES = 16
const OPTIONS = { authTagLength: TAG_BYTES }
// Below it noise's own WebAssembly is done sooner than OpenSSL is called.
const LEAST_BYTES = 800

/**
 * Noise whose keys are read once. For each message noise hands OpenSSL bare bytes, and Node 24 takes longer to find out
 * that these are no key object than to encrypt 2 KiB: 25 µs against 10.
 */
export function nodeNoise(): ReturnType<typeof noise> {
  return nodeCrypto ? noise({ crypto: { ...defaultCrypto, ...nodeCiphers(nodeCrypto) } }) : noise()
}

export function nodeCiphers({
  createCipheriv,
  createDecipheriv,
  createSecretKey,
}: typeof import('node:crypto')): Pick<ICryptoInterface, 'chaCha20Poly1305Encrypt' | 'chaCha20Poly1305Decrypt'> {
  const known = new WeakMap<Uint8Array, KeyObject>()

  function keyOf(bytes: Uint8Array): KeyObject {
    const key = known.get(bytes) ?? createSecretKey(bytes)
    known.set(bytes, key)
    return key
  }

  return {
    chaCha20Poly1305Encrypt(plain, nonce, bound, key) {
      if (plain.byteLength < LEAST_BYTES) return defaultCrypto.chaCha20Poly1305Encrypt(plain, nonce, bound, key)
      const cipher = createCipheriv(NAME, keyOf(key), nonce, OPTIONS)
      cipher.setAAD(bound, { plaintextLength: plain.byteLength })
      const sealed = new Uint8ArrayList()
      for (const part of partsOf(plain)) sealed.append(cipher.update(part))
      cipher.final()
      sealed.append(cipher.getAuthTag())
      return sealed
    },
    chaCha20Poly1305Decrypt(sealed, nonce, bound, key, room) {
      if (sealed.byteLength < LEAST_BYTES) return defaultCrypto.chaCha20Poly1305Decrypt(sealed, nonce, bound, key, room)
      const end = sealed.byteLength - TAG_BYTES
      const cipher = createDecipheriv(NAME, keyOf(key), nonce, OPTIONS)
      cipher.setAAD(bound, { plaintextLength: end })
      cipher.setAuthTag(sealed.subarray(end))
      const plain = new Uint8ArrayList()
      const text = sealed instanceof Uint8Array ? sealed.subarray(0, end) : sealed.sublist(0, end)
      for (const part of partsOf(text)) plain.append(cipher.update(part))
      // Throws where anything was changed.
      cipher.final()
      return plain
    },
  }
}

const partsOf = (bytes: Uint8Array | Uint8ArrayList): Iterable<Uint8Array> =>
  bytes instanceof Uint8Array ? [bytes] : bytes
