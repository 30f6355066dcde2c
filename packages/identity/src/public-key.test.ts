import { describe, expect, it } from 'vitest'
import { parsePublicKey, publicKeyFromBytes, publicKeyToBytes } from './public-key.ts'

const bytes = Uint8Array.from({ length: 32 }, (_, index) => index)

describe('a public key as text', () => {
  it('fits a DNS label and reads back as the same bytes', () => {
    const key = publicKeyFromBytes(bytes)
    expect(key).toMatch(/^[a-z2-7]{56}$/)
    expect(publicKeyToBytes(parsePublicKey(key))).toEqual(bytes)
  })

  it('refuses any text that differs in one character', () => {
    const key = publicKeyFromBytes(bytes)
    for (let index = 0; index < key.length; index++) {
      const typo = key.slice(0, index) + (key[index] === 'a' ? 'b' : 'a') + key.slice(index + 1)
      expect(() => parsePublicKey(typo), typo).toThrow(/no public key/)
    }
  })
})
