import { checkBytes } from './argument.ts'
import { signedBytes } from './domain.ts'
import { verifierOf, verifyBytes } from './ed25519.ts'
import type { PublicKey } from './public-key.ts'
import { publicKeyToBytes } from './public-key.ts'
import { remembering } from './remembering.ts'

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
 * A `verify` for whoever checks much, such as a ledger or a feed. It remembers the keys that it met last: to read one
 * takes a third as long as to verify with it. What is asked together is verified on other threads, all at once.
 */
export function createVerify({ maxKeys = 1_024 }: { maxKeys?: number } = {}): typeof verify {
  const verifierFor = remembering(maxKeys, (publicKey: PublicKey) => verifierOf(publicKeyToBytes(publicKey)))
  let together: ((onThread: boolean) => void)[] = []

  // One alone is done sooner here than it is handed over.
  function start(): void {
    const all = together
    together = []
    for (const each of all) each(all.length > 1)
  }

  return async (publicKey, purpose, message, signature) => {
    checkBytes('signature', signature)
    const verifier = verifierFor(publicKey)
    const signed = signedBytes(purpose, message)
    if (together.length === 0) queueMicrotask(start)
    const { promise: onThread, resolve } = Promise.withResolvers<boolean>()
    together.push(resolve)
    return verifier(signed, signature, await onThread)
  }
}
