import { checkBytes } from './argument.ts'
import { randomBytes } from './bytes.ts'
import { signedBytes } from './domain.ts'
import { createSigner } from './ed25519.ts'
import type { PublicKey } from './public-key.ts'
import { publicKeyFromBytes } from './public-key.ts'
import { createOpener } from './sealing.ts'

/**
 * A key that can sign and open what was sealed to it. The secret stays inside.
 *
 * Every use names its purpose, which is bound into what is signed or sealed:
 * a signature made for one purpose never passes for another.
 */
export interface KeyPair {
  readonly publicKey: PublicKey
  /** Signs for a purpose; `verify` is the counterpart. */
  sign(purpose: string, message: Uint8Array): Promise<Uint8Array>
  /** Opens what `seal` made. Throws `SealError` if it was not sealed to this key for this purpose. */
  open(purpose: string, sealed: Uint8Array): Promise<Uint8Array>
  /** The secret that `encapsulate` shared with this key. */
  decapsulate(purpose: string, encapsulated: Uint8Array): Promise<Uint8Array>
}

const SECRET_BYTES = 32

/** Makes a fresh key pair, or the one that belongs to 32 secret bytes. */
export async function createKeyPair(secret: Uint8Array = randomBytes(SECRET_BYTES)): Promise<KeyPair> {
  checkBytes('secret key', secret)
  if (secret.length !== SECRET_BYTES) {
    throw new RangeError(`A secret key has ${SECRET_BYTES} bytes, and this one ${secret.length}.`)
  }
  // A copy: the caller may wipe or reuse its own.
  const own = Uint8Array.from(secret)
  const signer = await createSigner(own)
  const opener = await createOpener(own, signer.publicKey)
  return {
    publicKey: publicKeyFromBytes(signer.publicKey),
    sign: async (purpose, message) => signer.sign(signedBytes(purpose, message)),
    ...opener,
  }
}
