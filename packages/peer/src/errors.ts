/** None of the peers that were named could be reached. */
export class FirstContactError extends Error {
  override readonly name = 'FirstContactError'
  constructor(addresses: readonly string[], options?: ErrorOptions) {
    super(`None of ${addresses.join(', ')} could be reached. Are they running, and is this machine online?`, options)
  }
}
