/** Text or bytes that should have been a public key are none. */
export class InvalidKeyError extends Error {
  override readonly name = 'InvalidKeyError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`This is no public key: ${reason}. Copy the key again from where it came.`, options)
  }
}

/** Sealed or encapsulated bytes do not open with this key for this purpose. */
export class SealError extends Error {
  override readonly name = 'SealError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`This cannot be opened: ${reason}. Ask the sender to seal it again, to this key.`, options)
  }
}

/** Backup words that cannot be the words of an identity. */
export class MnemonicError extends Error {
  override readonly name = 'MnemonicError'
}

/** Bytes or text that are not what they should be: cut off, damaged, too long, or something else. */
export class InvalidBytesError extends Error {
  override readonly name = 'InvalidBytesError'
  constructor(what: string, reason: string, options?: ErrorOptions) {
    super(`This is no ${what}: ${reason}. Correct it, or copy it again, whole, from where it came.`, options)
  }
}

/** A later release wrote this. */
export class UnknownVersionError extends Error {
  override readonly name = 'UnknownVersionError'
  constructor(what: string, version: number, known: number) {
    super(`This ${what} has version ${version}, and this release reads version ${known}. Update to read it.`)
  }
}

/** A statement whose signature is not the author's. */
export class InvalidSignatureError extends Error {
  override readonly name = 'InvalidSignatureError'
  constructor(what: string) {
    super(
      `The signature on this ${what} does not fit: it was changed on its way, or forged. Ask its author for it again.`,
    )
  }
}

/** The passphrase does not open the stored identity. */
export class WrongPassphraseError extends Error {
  override readonly name = 'WrongPassphraseError'
  constructor(options?: ErrorOptions) {
    super(
      'The passphrase does not open this identity, or its bytes were damaged. Try the passphrase again; ' +
        'if it is forgotten, restore the identity from its words.',
      options,
    )
  }
}

/** Something is stored already, and would be lost. */
export class IdentityExistsError extends Error {
  override readonly name = 'IdentityExistsError'
  constructor() {
    super(
      'An identity is stored here already. Export it first, then pass `{ replace: true }` to put another in its place.',
    )
  }
}

/** The place where something is kept cannot be read or written, or others could read it. */
export class SlotError extends Error {
  override readonly name = 'SlotError'
}

/** A petname that cannot be given. */
export class PetnameError extends Error {
  override readonly name = 'PetnameError'
}
