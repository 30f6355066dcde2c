/** Bytes that should have been a manifest are none, or ask for what no guest may have. */
export class InvalidManifestError extends Error {
  override readonly name = 'InvalidManifestError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`This is no manifest that can be used: ${reason}. Its author can publish a better one.`, options)
  }
}

/** Bytes that should have been the source files of a guest are none. */
export class InvalidBundleError extends Error {
  override readonly name = 'InvalidBundleError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`This is no bundle of source files: ${reason}. Its author can publish a better one.`, options)
  }
}

/** Nobody who was asked has what a CID stands for, or what came was something else. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError'
  constructor(cid: string, reason: string, options?: ErrorOptions) {
    super(`${cid} cannot be had: ${reason}. Try again when more peers are online.`, options)
  }
}

/** A guest was to be given what its manifest does not ask for. */
export class GrantError extends Error {
  override readonly name = 'GrantError'
  constructor(what: string, options?: ErrorOptions) {
    super(
      `The manifest does not ask for ${what}, so it cannot be granted. Grant \`manifest.permissions\`, or less.`,
      options,
    )
  }
}

/** A guest would keep more than it was granted. Guests hear this, too. */
export class QuotaError extends Error {
  override readonly name = 'QuotaError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`It is not stored: ${reason}. Delete something, or ask for more in the manifest.`, options)
  }
}
