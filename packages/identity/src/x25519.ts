import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import { base64urlnopad } from '@scure/base'
import { InvalidKeyError } from './errors.ts'
import { nativeOr, pkcs8 } from './native.ts'
import { nodeCrypto, nodeKeyPair, nodePublicKey } from './node-engine.ts'
import { isStrictPoint } from './strict-encoding.ts'

/** An X25519 key (RFC 7748) that agrees with others on a shared secret. */
export interface KeyAgreement {
  readonly publicKey: Uint8Array
  /** The secret shared with another key. Throws where it would be all zero. */
  agree(point: Uint8Array): Promise<Uint8Array>
}

/** The key agreement of 32 secret bytes. */
export async function createKeyAgreement(secret: Uint8Array): Promise<KeyAgreement> {
  if (nodeCrypto) return nodeKeyAgreement(nodeCrypto, secret)
  return nativeOr(
    (subtle) => nativeKeyAgreement(subtle, secret),
    () => nobleKeyAgreement(secret),
  )
}

/** The fallback. It multiplies in JavaScript, which cannot promise constant time. */
export function nobleKeyAgreement(secret: Uint8Array): KeyAgreement {
  return {
    publicKey: x25519.getPublicKey(secret),
    agree: async (point) => x25519.getSharedSecret(secret, point),
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
  return {
    publicKey,
    // OpenSSL refuses where the secret would be all zero: RFC 7748, section 6.1.
    agree: async (point) =>
      Uint8Array.from(crypto.diffieHellman({ privateKey, publicKey: nodePublicKey(crypto, 'X25519', point) })),
  }
}

async function nativeKeyAgreement(subtle: SubtleCrypto, secret: Uint8Array): Promise<KeyAgreement> {
  const key = await subtle.importKey('pkcs8', pkcs8('X25519', secret), 'X25519', true, ['deriveBits'])
  const { x } = await subtle.exportKey('jwk', key)
  return {
    publicKey: base64urlnopad.decode(x as string),
    async agree(point) {
      const other = await subtle.importKey('raw', new Uint8Array(point), 'X25519', false, [])
      const shared = new Uint8Array(await subtle.deriveBits({ name: 'X25519', public: other }, key, 256))
      // RFC 7748, section 6.1: engines should refuse a point of small order; one that does not is caught here.
      if (shared.every((byte) => byte === 0)) throw new Error('The X25519 key is a point of small order.')
      return shared
    },
  }
}
