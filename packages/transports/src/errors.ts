/** A stream ended without its writer having ended it. */
export class StreamCutError extends Error {
  override readonly name = 'StreamCutError'
  constructor() {
    super('The stream was cut before its writer ended it: what came of it is not all. Open another one.')
  }
}

/** Two parts of a node asked for the same place on the shared port. */
export class PlaceTakenError extends Error {
  override readonly name = 'PlaceTakenError'
  constructor(place: string) {
    super(`"${place}" on this port is taken. Mount under another path, or unmount what is there first.`)
  }
}

/** The port could not be opened. */
export class PortUnavailableError extends Error {
  override readonly name = 'PortUnavailableError'
  constructor(address: string, options?: ErrorOptions) {
    super(`Cannot listen on ${address}. Is another program using it? Port 0 takes any free one.`, options)
  }
}

/** libp2p was told to listen where the shared port is not. */
export class NotOnPortError extends Error {
  override readonly name = 'NotOnPortError'
  constructor(address: string) {
    super(`The shared port does not listen on ${address}. Listen on the addresses of the port, or on port 0 for all.`)
  }
}

/** A request body stopped arriving. */
export class BodyStalledError extends Error {
  override readonly name = 'BodyStalledError'
  constructor(idleMs: number) {
    super(`No byte of the request body arrived for ${idleMs} ms. Send faster, or raise \`bodyIdleMs\`.`)
  }
}

/** A request body is larger than the listener allows. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError'
  constructor(maxBytes: number) {
    super(`The request body exceeds ${maxBytes} bytes. Send less, or raise \`maxBodyBytes\`.`)
  }
}
