/**
 * Who I am, proofs of it, how I back it up. No network.
 *
 * ```ts
 * const me = await createIdentity()
 * const signature = await me.author.sign('greeting', new TextEncoder().encode('hello'))
 * await verify(me.author.publicKey, 'greeting', new TextEncoder().encode('hello'), signature) // true
 * const again = await restoreIdentity(await me.words())
 * ```
 *
 * @packageDocumentation
 */
import './engine.ts'

export {
  IdentityExistsError,
  InvalidBytesError,
  InvalidKeyError,
  MnemonicError,
  SealError,
  SlotError,
  UnknownVersionError,
  WrongPassphraseError,
} from './errors.ts'
export { fingerprint } from './fingerprint.ts'
export { createIdentity, restoreIdentity } from './identity.ts'
export type { Identity, PeerKey } from './identity.ts'
export { indexedDbSlot } from './indexed-db-slot.ts'
export { createKeyPair } from './key-pair.ts'
export type { KeyPair } from './key-pair.ts'
export { createKeyStore } from './key-store.ts'
export type { KeyStore, KeyStoreOptions, SaveOptions } from './key-store.ts'
export { parsePublicKey, publicKeyFromBytes, publicKeyToBytes } from './public-key.ts'
export type { PublicKey } from './public-key.ts'
export { createEncapsulate, encapsulate, seal } from './sealing.ts'
export { createVerify, verify } from './signature.ts'
export { memorySlot } from './slot.ts'
export type { Slot } from './slot.ts'
