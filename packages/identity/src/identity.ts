import { randomBytes } from './bytes.ts'
import { deriveSecret } from './derive.ts'
import type { KeyPair } from './key-pair.ts'
import { createKeyPair } from './key-pair.ts'

/** A person: one secret, and every key that grows from it. */
export interface Identity {
  /** Signs what this person says, on every device of theirs. */
  readonly author: KeyPair
  /** The key of a service of this person. Without the secret nobody can link it to the author or to another service. */
  serviceKey(label: string): Promise<KeyPair>
  /**
   * The key that a device's connections are authenticated with: one for each device, never the author's. The label must
   * differ on each, or two devices are one peer: let it be random, made once and kept beside the key store.
   */
  peerKey(device: string): Promise<PeerKey>
  /** The backup: twelve words that restore all of this. Whoever reads them is this person. */
  words(): Promise<string>
}

/** A peer key. Its secret is a call away, for the transport that authenticates with it and takes it as bytes. */
export interface PeerKey extends KeyPair {
  /** A function, so that whoever logs the key does not log its secret. */
  secret(): Uint8Array
}

/** 128 bits, as strong as the curve, in twelve words: a longer backup is copied with more mistakes. */
const SECRET_BYTES = 16

/** Makes a new identity out of fresh randomness. */
export function createIdentity(): Promise<Identity> {
  return identityFromSecret(randomBytes(SECRET_BYTES))
}

/**
 * Restores an identity from its words: whole or their first four letters, numbered or not, in lines or with commas.
 * Throws `MnemonicError`, which names a word that is not in the list. Of twelve other words of the list, one set in
 * sixteen is the backup of somebody else: compare the fingerprint afterwards.
 */
export async function restoreIdentity(words: string): Promise<Identity> {
  const { wordsToSecret } = await import('./mnemonic.ts')
  return identityFromSecret(wordsToSecret(words))
}

// For the key store of this package: to go by the words takes the list of them.
const SECRET = Symbol('secret')

/** The secret of an identity that was made here; of another one, what its words stand for. */
export async function secretOf(identity: Identity & { readonly [SECRET]?: () => Uint8Array }): Promise<Uint8Array> {
  return identity[SECRET]?.() ?? (await import('./mnemonic.ts')).wordsToSecret(await identity.words())
}

/** The identity of a secret. */
export async function identityFromSecret(
  secret: Uint8Array,
): Promise<Identity & { readonly [SECRET]: () => Uint8Array }> {
  return {
    author: await createKeyPair(deriveSecret(secret, 'author', '')),
    serviceKey: async (label) => createKeyPair(deriveSecret(secret, 'service', label)),
    async peerKey(device) {
      const peerSecret = deriveSecret(secret, 'peer', device)
      return { ...(await createKeyPair(peerSecret)), secret: () => Uint8Array.from(peerSecret) }
    },
    // The list of words is a sixth of the package, and most who start a peer never read theirs.
    words: async () => (await import('./mnemonic.ts')).secretToWords(secret),
    [SECRET]: () => Uint8Array.from(secret),
  }
}
