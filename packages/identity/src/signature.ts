import { checkBytes } from './argument.ts'
import { signedBytes } from './domain.ts'
import { verifyBytes } from './ed25519.ts'
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
