import nodeCrypto, { randomBytes } from 'node:crypto'
import { noise } from '@libp2p/noise'
import { defaultCrypto } from '@libp2p/noise/crypto'
import { Uint8ArrayList } from 'uint8arraylist'
import { describe, expect, it } from 'vitest'
import { nodeCiphers } from './node-noise.ts'

const [key, nonce, bound] = [randomBytes(32), randomBytes(12), randomBytes(7)]
const bytesOf = (bytes: Uint8Array | Uint8ArrayList) => Buffer.from(bytes.subarray())

describe('the ciphers of a node', () => {
  it.each([0, 1, 799, 800, 2_060, 65_519])('are those of noise, both ways, for %d bytes', (length) => {
    const ours = nodeCiphers(nodeCrypto)
    const plain = randomBytes(length)
    for (const form of [plain, new Uint8ArrayList(plain.subarray(0, length / 3), plain.subarray(length / 3))]) {
      const sealed = ours.chaCha20Poly1305Encrypt(form, nonce, bound, key)
      expect(bytesOf(sealed)).toEqual(bytesOf(defaultCrypto.chaCha20Poly1305Encrypt(plain, nonce, bound, key)))
      expect(bytesOf(ours.chaCha20Poly1305Decrypt(sealed, nonce, bound, key))).toEqual(plain)
      expect(bytesOf(ours.chaCha20Poly1305Decrypt(sealed.subarray(), nonce, bound, key))).toEqual(plain)
    }
  })

  it.each([100, 2_060])('refuse %d bytes of which one was changed, or what they are bound to', (length) => {
    const ours = nodeCiphers(nodeCrypto)
    const sealed = bytesOf(ours.chaCha20Poly1305Encrypt(randomBytes(length), nonce, bound, key))
    for (const at of [0, length - 1, length, sealed.length - 1]) {
      const changed = Uint8Array.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => ours.chaCha20Poly1305Decrypt(changed, nonce, bound, key)).toThrow()
    }
    expect(() => ours.chaCha20Poly1305Decrypt(sealed, nonce, randomBytes(7), key)).toThrow()
  })

  it('are part of an interface that noise still has', () => {
    expect(Object.keys(defaultCrypto)).toEqual(expect.arrayContaining(Object.keys(nodeCiphers(nodeCrypto))))
    expect(noise({ crypto: { ...defaultCrypto, ...nodeCiphers(nodeCrypto) } })).toBeTypeOf('function')
  })
})
