/** Bytes that should have been an HTTP message of a service are none. */
export class MalformedMessageError extends Error {
  override readonly name = 'MalformedMessageError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`This is no message of a service: ${reason}. Does the other side speak /hydra/services/1.0.0?`, options)
  }
}

/** A URL does not lead to a service. */
export class InvalidServiceUrlError extends TypeError {
  override readonly name = 'InvalidServiceUrlError'
  constructor(url: string, reason: string, options?: ErrorOptions) {
    super(`"${url}" leads to no service: ${reason}. Write it as hydra://<key or name>/path.`, options)
  }
}

/** More than one key claims a name, and none of them by far. */
export class ContestedNameError extends TypeError {
  override readonly name = 'ContestedNameError'
  constructor(name: string, key: string, options?: ErrorOptions) {
    super(
      `"${name}" is contested: ${key} leads, but not by far. Compare fingerprints and give the right key a petname, or accept it with \`acceptContested: true\`.`,
      options,
    )
  }
}

/** A body grew past what the host takes. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError'
  constructor(maxBytes: number, options?: ErrorOptions) {
    super(`The body is larger than the ${maxBytes} bytes that this service takes. Send less, or in parts.`, options)
  }
}
