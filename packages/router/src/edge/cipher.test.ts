import { describe, expect, it } from 'vitest'
import { createSeededRandom } from '../simulator/random.ts'
import { decrypt, encrypt, nobleDecrypt, nobleEncrypt } from './cipher.ts'

const random = createSeededRandom(5)
const [key, nonce] = [random.bytes(32), random.bytes(12)]

describe('sealing by the platform and in JavaScript', () => {
  for (const length of [0, 1, 2_025, 16_361]) {
    it(`is the same for ${length} bytes, bound to something or to nothing`, () => {
      const plain = random.bytes(length)
      for (const bound of [undefined, random.bytes(76)]) {
        const sealed = nobleEncrypt(key, nonce, plain, bound)
        expect(Uint8Array.from(encrypt(key, nonce, plain, bound))).toEqual(sealed)
        expect(Uint8Array.from(decrypt(key, nonce, sealed, bound))).toEqual(plain)
      }
    })
  }

  it('is refused by both when a bit was changed, or what it is bound to, or when it is cut off', () => {
    const bound = random.bytes(76)
    const sealed = encrypt(key, nonce, random.bytes(100), bound)
    const flipped = sealed.slice()
    flipped[50] = (flipped[50] ?? 0) ^ 1
    for (const open of [decrypt, nobleDecrypt]) {
      expect(() => open(key, nonce, flipped, bound)).toThrow()
      expect(() => open(key, nonce, sealed, random.bytes(76))).toThrow()
      expect(() => open(key, nonce, sealed.subarray(0, 99), bound)).toThrow()
      expect(() => open(key, nonce, sealed.subarray(0, 5), bound)).toThrow()
    }
  })
})
