import { pkcs8 } from './native.ts'

type NodeCrypto = typeof import('node:crypto')

/**
 * Node's own cryptography, where there is Node: it answers at once, and for messages as short as ours takes a fifth of
 * WebCrypto's time. Asked for and not imported, so that no bundler follows it into a page.
 */
export const nodeCrypto: NodeCrypto | undefined = globalThis.process?.getBuiltinModule?.('node:crypto')

type Curve = 'Ed25519' | 'X25519'

/** A secret key of 32 bytes, and its public key as bytes. */
export function nodeKeyPair({ createPrivateKey, createPublicKey }: NodeCrypto, curve: Curve, secret: Uint8Array) {
  const privateKey = createPrivateKey({ key: Buffer.from(pkcs8(curve, secret)), format: 'der', type: 'pkcs8' })
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return { privateKey, publicKey: Uint8Array.from(der.subarray(-32)) }
}

/**
 * A public key of 32 bytes. As a JWK, for OpenSSL takes longer to read the wrapping of RFC 8410: 69 µs against 44 at
 * best, and 479 against 73 in the middle of a run on a busy machine.
 */
export function nodePublicKey({ createPublicKey }: NodeCrypto, curve: Curve, bytes: Uint8Array) {
  const x = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url')
  return createPublicKey({ key: { kty: 'OKP', crv: curve, x }, format: 'jwk' })
}
