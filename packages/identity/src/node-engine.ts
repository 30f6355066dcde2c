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

/** A public key of 32 bytes, wrapped as RFC 8410 says: the only form in which Node takes one. */
export function nodePublicKey({ createPublicKey }: NodeCrypto, curve: Curve, bytes: Uint8Array) {
  const identifier = curve === 'Ed25519' ? 0x70 : 0x6e
  const header = [0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, identifier, 3, 0x21, 0]
  return createPublicKey({ key: Buffer.from([...header, ...bytes]), format: 'der', type: 'spki' })
}
