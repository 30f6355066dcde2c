import type { PublicKey } from './public-key.ts'

/**
 * A key that can sign and open what was sealed to it. The secret stays inside.
 *
 * Every use names its purpose, which is bound into what is signed or sealed:
 * a signature made for one purpose never passes for another.
 */
export interface KeyPair {
  readonly publicKey: PublicKey
  sign(purpose: string, message: Uint8Array): Promise<Uint8Array>
  /** Opens what `seal` made. Throws `SealError` if it was not sealed to this key for this purpose. */
  open(purpose: string, sealed: Uint8Array): Promise<Uint8Array>
  /** The secret that `encapsulate` shared with this key. */
  decapsulate(purpose: string, encapsulated: Uint8Array): Promise<Uint8Array>
}
