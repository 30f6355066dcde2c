/** A hypercore that only its holder may write to. */
export class NotWritableError extends Error {
  override readonly name = 'NotWritableError'
  constructor() {
    super(
      'This hypercore belongs to somebody else. Offer a feed in one that was made here, with a key pair of its own.',
    )
  }
}
