import { type KeyPair, type PublicKey, publicKeyFromBytes, publicKeyToBytes } from '@hydra/identity'
import { sha256 } from '@noble/hashes/sha2.js'
import { joinBytes, utf8 } from '../bytes.ts'
import type { Cryptography } from '../cryptography.ts'
import type { Random } from '../time.ts'

/** Keys that protect nothing, in no time: thousands of peers in one process, on virtual time. */
export interface FakeKeys {
  readonly cryptography: Cryptography
  createKeyPair(): KeyPair
}

export function createFakeKeys(random: Random): FakeKeys {
  const signature = (key: PublicKey, purpose: string, message: Uint8Array) => {
    const half = sha256(joinBytes(utf8(purpose), publicKeyToBytes(key), message))
    return joinBytes(half, half)
  }
  const secretOf = (key: PublicKey, encapsulated: Uint8Array) => sha256(joinBytes(publicKeyToBytes(key), encapsulated))

  return {
    cryptography: {
      verify: async (key, purpose, message, given) =>
        signature(key, purpose, message).every((byte, index) => byte === given[index]),
      async encapsulate(key) {
        const encapsulated = random(32)
        return { encapsulated, secret: secretOf(key, encapsulated) }
      },
    },
    createKeyPair() {
      const publicKey = publicKeyFromBytes(random(32))
      return {
        publicKey,
        sign: async (purpose, message) => signature(publicKey, purpose, message),
        open: () => Promise.reject(new Error('Fake keys open nothing.')),
        decapsulate: async (_, encapsulated) => secretOf(publicKey, encapsulated),
      }
    },
  }
}
