import { base64urlnopad } from '@scure/base'
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
  // Node takes any bytes, and its types say otherwise; a Buffer here would ask bundlers of pages for a polyfill.
  const key = pkcs8(curve, secret) as Buffer
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return { privateKey, publicKey: Uint8Array.from(der.subarray(-32)) }
}

/**
 * A public key of 32 bytes. As a JWK, for OpenSSL takes longer to read the wrapping of RFC 8410: 69 µs against 44 at
 * best, and 479 against 73 in the middle of a run on a busy machine.
 */
export function nodePublicKey({ createPublicKey }: NodeCrypto, curve: Curve, bytes: Uint8Array) {
  return createPublicKey({ key: { kty: 'OKP', crv: curve, x: base64urlnopad.encode(bytes) }, format: 'jwk' })
}
