/** Text or bytes that should have been a public key are none. */
export class InvalidKeyError extends Error {
  override readonly name = 'InvalidKeyError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`This is no public key: ${reason}. Copy the key again from where it came.`, options)
  }
}
