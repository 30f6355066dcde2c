/** The other side broke the rules of the HTTP transport. */
export class ProtocolViolationError extends Error {
  override readonly name = 'ProtocolViolationError'
  constructor(what: string) {
    super(`The other side ${what}. Is something between you rewriting requests?`)
  }
}

/** The bytes are no message of the HTTP transport. */
export class MalformedMessageError extends Error {
  override readonly name = 'MalformedMessageError'
  constructor(what: string) {
    super(`Not a message of the HTTP transport: ${what}. Is the address that of a Hydra node?`)
  }
}

/** The server could not be reached, or forgot the session. */
export class SessionLostError extends Error {
  override readonly name = 'SessionLostError'
  constructor(why: string) {
    super(`The HTTP session ended: ${why}. Dial again.`)
  }
}
