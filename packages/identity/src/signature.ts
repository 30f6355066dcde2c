import { checkBytes } from './argument.ts'
import { signedBytes } from './domain.ts'
import { type Verifier, verifierOf, verifyBytes } from './ed25519.ts'
import type { PublicKey } from './public-key.ts'
import { publicKeyToBytes } from './public-key.ts'

/** Whether the key signed this message for this purpose. The same verdict in Node, in browsers and without WebCrypto. */
export async function verify(
  publicKey: PublicKey,
  purpose: string,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  checkBytes('signature', signature)
  return verifyBytes(publicKeyToBytes(publicKey), signedBytes(purpose, message), signature)
}

/**
 * A `verify` that remembers the keys it met last. For whoever checks much that few keys signed, such as a ledger or a
 * feed: reading a key takes a third as long as verifying with it.
 */
export function createVerify({ maxKeys = 1_024 }: { maxKeys?: number } = {}): typeof verify {
  const known = new Map<PublicKey, Verifier>()
  return async (publicKey, purpose, message, signature) => {
    checkBytes('signature', signature)
    const verifier = known.get(publicKey) ?? verifierOf(publicKeyToBytes(publicKey))
    known.delete(publicKey)
    known.set(publicKey, verifier)
    const [oldest] = known.keys()
    if (known.size > maxKeys && oldest !== undefined) known.delete(oldest)
    return verifier(signedBytes(purpose, message), signature)
  }
}
