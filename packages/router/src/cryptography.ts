import { encapsulate, type PublicKey, verify } from '@hydra/identity'

/** What the router does with other people's keys: for real, or modelled where thousands of peers share a process. */
export interface Cryptography {
  verify(key: PublicKey, purpose: string, message: Uint8Array, signature: Uint8Array): Promise<boolean>
  encapsulate(key: PublicKey, purpose: string): Promise<{ encapsulated: Uint8Array; secret: Uint8Array }>
}

export const realCryptography: Cryptography = { verify, encapsulate }
