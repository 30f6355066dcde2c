import { createEncapsulate, createVerify, type PublicKey } from '@hydra/identity'

/** What the router does with other people's keys: for real, or modelled where thousands of peers share a process. */
export interface Cryptography {
  verify(key: PublicKey, purpose: string, message: Uint8Array, signature: Uint8Array): Promise<boolean>
  encapsulate(key: PublicKey, purpose: string): Promise<{ encapsulated: Uint8Array; secret: Uint8Array }>
}

/** Relays check the replies of the same few services, and askers ask them: what is read of a key is kept. */
export const createCryptography = (): Cryptography => ({ verify: createVerify(), encapsulate: createEncapsulate() })
