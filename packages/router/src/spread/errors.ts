/** A message was published to a topic that this peer does not take part in. */
export class NotJoinedError extends Error {
  override readonly name = 'NotJoinedError'
  constructor(topic: string, options?: ErrorOptions) {
    super(`Nothing can be published to "${topic}" before it was joined. Call \`join\` with a validator first.`, options)
  }
}

/** A message was longer than peers accept, or empty. */
export class MessageTooLongError extends Error {
  override readonly name = 'MessageTooLongError'
  constructor(length: number, most: number, options?: ErrorOptions) {
    super(
      `A message takes 1 to ${most} bytes, and this one takes ${length}. Spread its hash, and let it be fetched.`,
      options,
    )
  }
}
