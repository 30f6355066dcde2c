import type { KeyObject } from 'node:crypto'
import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import { base64urlnopad } from '@scure/base'
import { randomBytes } from './bytes.ts'
import { InvalidKeyError } from './errors.ts'
import { nativeOr, pkcs8 } from './native.ts'
import { nodeCrypto, nodeKeyPair, nodePublicKey } from './node-engine.ts'
import { isStrictPoint } from './strict-encoding.ts'

/** An X25519 key (RFC 7748) that agrees with others on a shared secret. */
export interface KeyAgreement {
  readonly publicKey: Uint8Array
  /** The secret shared with another key. Throws where it would be all zero. */
  agree(other: Point): Promise<Uint8Array>
}

/** Another's X25519 key, as bytes, and as what an engine once made of them: that takes as long as agreeing does. */
export interface Point {
  readonly bytes: Uint8Array
  node?: KeyObject
  web?: Promise<CryptoKey>
}

/** The key agreement of 32 secret bytes. */
export async function createKeyAgreement(secret: Uint8Array): Promise<KeyAgreement> {
  if (nodeCrypto) return nodeKeyAgreement(nodeCrypto, secret)
  return nativeOr(
    (subtle) => nativeKeyAgreement(subtle, secret),
    () => nobleKeyAgreement(secret),
  )
}

/** A fresh key, for one agreement. */
export async function createEphemeral(): Promise<KeyAgreement> {
  if (!nodeCrypto) return createKeyAgreement(randomBytes(32))
  // Made by OpenSSL itself: to read 32 random bytes as a key takes longer than to make one.
  const { privateKey, publicKey } = nodeCrypto.generateKeyPairSync('x25519')
  const { x } = publicKey.export({ format: 'jwk' })
  return nodeAgreement(nodeCrypto, privateKey, base64urlnopad.decode(x as string))
}

/** The fallback. It multiplies in JavaScript, which cannot promise constant time. */
export function nobleKeyAgreement(secret: Uint8Array): KeyAgreement {
  return {
    publicKey: x25519.getPublicKey(secret),
    agree: async ({ bytes }) => x25519.getSharedSecret(secret, bytes),
  }
}

/** The X25519 key of an Ed25519 key: the birational map of RFC 7748, section 4.1. */
export function x25519FromPublicKey(publicKey: Uint8Array): Uint8Array {
  if (!isStrictPoint(publicKey)) throw new InvalidKeyError('it is not the canonical encoding of a safe point')
  try {
    return ed25519.utils.toMontgomery(publicKey)
  } catch (cause) {
    throw new InvalidKeyError('it is no point on the curve', { cause })
  }
}

/** The X25519 secret of an Ed25519 secret: the scalar that RFC 8032, section 5.1.5, hashes out of it. */
export function x25519FromSecret(secret: Uint8Array): Uint8Array {
  return ed25519.utils.toMontgomerySecret(secret)
}

function nodeKeyAgreement(crypto: NonNullable<typeof nodeCrypto>, secret: Uint8Array): KeyAgreement {
  const { privateKey, publicKey } = nodeKeyPair(crypto, 'X25519', secret)
  return nodeAgreement(crypto, privateKey, publicKey)
}

function nodeAgreement(
  crypto: NonNullable<typeof nodeCrypto>,
  privateKey: KeyObject,
  publicKey: Uint8Array,
): KeyAgreement {
  return {
    publicKey,
    async agree(other) {
      other.node ??= nodePublicKey(crypto, 'X25519', other.bytes)
      // OpenSSL refuses where the secret would be all zero: RFC 7748, section 6.1.
      return Uint8Array.from(crypto.diffieHellman({ privateKey, publicKey: other.node }))
    },
  }
}

async function nativeKeyAgreement(subtle: SubtleCrypto, secret: Uint8Array): Promise<KeyAgreement> {
  const key = await subtle.importKey('pkcs8', pkcs8('X25519', secret), 'X25519', true, ['deriveBits'])
  const { x } = await subtle.exportKey('jwk', key)
  return {
    publicKey: base64urlnopad.decode(x as string),
    async agree(other) {
      other.web ??= subtle.importKey('raw', new Uint8Array(other.bytes), 'X25519', false, [])
      const shared = new Uint8Array(await subtle.deriveBits({ name: 'X25519', public: await other.web }, key, 256))
      // RFC 7748, section 6.1: engines should refuse a point of small order; one that does not is caught here.
      if (shared.every((byte) => byte === 0)) throw new Error('The X25519 key is a point of small order.')
      return shared
    },
  }
}
