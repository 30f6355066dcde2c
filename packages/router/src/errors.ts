/** A request found no path, or no host at the end of it. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
  constructor(address: string, options?: ErrorOptions) {
    super(`Nobody answered "${address}". Is its host online, and announced to this network?`, options)
  }
}

/** The peer was closed while the request ran, or before it began. */
export class ClosedError extends Error {
  override readonly name = 'ClosedError'
  constructor(what: string, options?: ErrorOptions) {
    super(`This ${what} is closed. Create a new one.`, options)
  }
}
