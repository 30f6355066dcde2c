import type { KeyObject } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { base64urlnopad } from '@scure/base'
import { joinBytes } from './bytes.ts'
import { nativeOr, pkcs8 } from './native.ts'
import { nodeCrypto, nodeKeyPair, nodePublicKey } from './node-engine.ts'
import { isEqual, isStrictPoint, isStrictScalar } from './strict-encoding.ts'

/** Signs bare bytes. Domain separation is the caller's. */
export interface Signer {
  readonly publicKey: Uint8Array
  sign(message: Uint8Array): Promise<Uint8Array>
}

/** The signer of 32 secret bytes. */
export async function createSigner(secret: Uint8Array): Promise<Signer> {
  if (nodeCrypto) return nodeSigner(nodeCrypto, secret)
  return nativeOr(
    (subtle) => nativeSigner(subtle, secret),
    () => nobleSigner(secret),
  )
}

/** Verifies what one key signed; in Node at once, or on another thread. */
export type Verifier = (message: Uint8Array, signature: Uint8Array, onThread?: boolean) => boolean | Promise<boolean>

/** Verifies bare bytes, with one verdict everywhere: see `isStrictPoint`. */
export async function verifyBytes(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  return verifierOf(publicKey)(message, signature)
}

/** The same for many signatures of one key, which is read but once. */
export function verifierOf(publicKey: Uint8Array): Verifier {
  if (!isStrictPoint(publicKey)) return () => false
  const verify = anyVerifier(publicKey)
  return (message, signature, onThread) =>
    signature.length === 64 &&
    isStrictPoint(signature.subarray(0, 32)) &&
    isStrictScalar(signature.subarray(32)) &&
    verify(message, signature, onThread)
}

function anyVerifier(publicKey: Uint8Array): Verifier {
  if (nodeCrypto) return nodeVerifier(nodeCrypto, publicKey)
  let key: Promise<CryptoKey> | undefined
  return (message, signature) =>
    nativeOr(
      (subtle) => nativeVerify(subtle, (key ??= importKey(subtle, publicKey)), message, signature),
      () => nobleVerify(publicKey, message, signature),
    )
}

function nodeSigner(crypto: NonNullable<typeof nodeCrypto>, secret: Uint8Array): Signer {
  const { privateKey, publicKey } = nodeKeyPair(crypto, 'Ed25519', secret)
  return { publicKey, sign: async (message) => Uint8Array.from(crypto.sign(null, message, privateKey)) }
}

function nodeVerifier(crypto: NonNullable<typeof nodeCrypto>, publicKey: Uint8Array): Verifier {
  let known: KeyObject | undefined
  return (message, signature, onThread) => {
    try {
      const key = (known ??= nodePublicKey(crypto, 'Ed25519', publicKey))
      if (onThread !== true) return crypto.verify(null, message, key, signature)
      return new Promise((resolve) =>
        crypto.verify(null, message, key, signature, (error, isValid) => resolve(!error && isValid)),
      )
    } catch {
      // A point off the curve: some versions of OpenSSL refuse it when it is read, others when it is used.
      return false
    }
  }
}

async function nativeSigner(subtle: SubtleCrypto, secret: Uint8Array): Promise<Signer> {
  const key = await subtle.importKey('pkcs8', pkcs8('Ed25519', secret), 'Ed25519', true, ['sign'])
  const { x } = await subtle.exportKey('jwk', key)
  return {
    publicKey: base64urlnopad.decode(x as string),
    sign: async (message) => new Uint8Array(await subtle.sign('Ed25519', key, new Uint8Array(message))),
  }
}

function importKey(subtle: SubtleCrypto, publicKey: Uint8Array): Promise<CryptoKey> {
  return subtle.importKey('raw', new Uint8Array(publicKey), 'Ed25519', false, ['verify'])
}

async function nativeVerify(
  subtle: SubtleCrypto,
  key: Promise<CryptoKey>,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  try {
    return await subtle.verify('Ed25519', await key, new Uint8Array(signature), new Uint8Array(message))
  } catch (error) {
    // Some engines refuse a point off the curve when it is imported, others when it is used.
    if (error instanceof Error && (error.name === 'DataError' || error.name === 'OperationError')) return false
    throw error
  }
}

/** The fallback. It signs in JavaScript, which cannot promise constant time. */
export function nobleSigner(secret: Uint8Array): Signer {
  return {
    publicKey: ed25519.getPublicKey(secret),
    sign: (message) => Promise.resolve(ed25519.sign(message, secret)),
  }
}

/**
 * The fallback: [S]B - [k]A, compared with R as bytes, as OpenSSL and BoringSSL do. noble's own `verify` multiplies by
 * the cofactor, and so accepts signatures with a torsion component that the other two refuse.
 */
export function nobleVerify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = ed25519.Point.fromBytes(publicKey)
    const challenge = sha512(joinBytes(signature.subarray(0, 32), publicKey, message))
    const k = littleEndian(challenge) % ed25519.Point.Fn.ORDER
    const sB = ed25519.Point.BASE.multiplyUnsafe(littleEndian(signature.subarray(32)))
    return isEqual(sB.subtract(key.multiplyUnsafe(k)).toBytes(), signature.subarray(0, 32))
  } catch {
    return false
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
}
