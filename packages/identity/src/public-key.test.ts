import { sha256 } from '@noble/hashes/sha2.js'
import { base32 } from '@scure/base'
import { describe, expect, it } from 'vitest'
import { utf8 } from './bytes.ts'
import { fingerprint } from './fingerprint.ts'
import { createPetnames } from './petnames/petnames.ts'
import type { PublicKey } from './public-key.ts'
import { parsePublicKey, publicKeyFromBytes, publicKeyToBytes } from './public-key.ts'
import { encapsulate, seal } from './sealing.ts'
import { verify } from './signature.ts'
import { memorySlot } from './slot.ts'

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
      expect(() => parsePublicKey(typo), typo).toThrow(/no public key: its checksum does not fit, so there is a typo/)
      expect(() => publicKeyToBytes(typo as PublicKey), typo).toThrow(/no public key/)
    }
  })

  it('of a later version asks for an update', () => {
    const [first, second] = sha256(Uint8Array.of(...utf8('hydra public key'), ...bytes, 2)) as unknown as number[]
    const later = base32.encode(Uint8Array.of(...bytes, first as number, second as number, 2)).toLowerCase()
    expect(() => parsePublicKey(later)).toThrow(/its version is 2/)
  })

  it('may come with the space and line ends around it that pasting brings', () => {
    const key = publicKeyFromBytes(bytes)
    expect(parsePublicKey(`\t${key} \n`)).toBe(key)
  })

  it.each([
    ['capitals', publicKeyFromBytes(bytes).toUpperCase(), /it has capitals/],
    ['an address', `hydra://${publicKeyFromBytes(bytes)}/`, /whole address/],
    ['another text', 'alice', /56 characters/],
    ['nothing', undefined, /of type Undefined/],
    ['bytes', bytes, /of type Uint8Array/],
  ])('names what is wrong with %s, wherever a key is taken', async (_, wrong, message) => {
    const key = wrong as PublicKey
    const named = { name: 'InvalidKeyError', message: expect.stringMatching(message) as string }
    expect(() => parsePublicKey(key)).toThrow(expect.objectContaining(named))
    expect(() => fingerprint(key)).toThrow(expect.objectContaining(named))
    await expect(verify(key, 'test', bytes, new Uint8Array(64))).rejects.toMatchObject(named)
    await expect(seal(key, 'test', bytes)).rejects.toMatchObject(named)
    await expect(encapsulate(key, 'test')).rejects.toMatchObject(named)
    await expect((await createPetnames(memorySlot())).set(key, 'Alice')).rejects.toMatchObject(named)
  })
})
