/** No I2P router answers where one was looked for. */
export class NoI2pRouterError extends Error {
  override readonly name = 'NoI2pRouterError'
  constructor(where: string, options?: ErrorOptions) {
    super(`No I2P router answers at ${where}. Start one (i2pd, or I2P itself), and switch its SAM bridge on.`, options)
  }
}

/** The router answered, and not as was hoped. */
export class I2pRefusedError extends Error {
  override readonly name = 'I2pRefusedError'
  /** SAM's own word, such as `CANT_REACH_PEER`. */
  readonly result: string
  constructor(what: string, result: string, options?: ErrorOptions) {
    super(`The I2P router would not ${what}: ${ADVICE[result] ?? result}.`, options)
    this.result = result
  }
}

const ADVICE: Readonly<Record<string, string>> = {
  CANT_REACH_PEER: 'the other side is not there, or its router is still making tunnels (CANT_REACH_PEER)',
  DUPLICATED_DEST: 'another program uses these keys already (DUPLICATED_DEST)',
  INVALID_KEY: 'the keys, or the address, are none that it knows (INVALID_KEY)',
  KEY_NOT_FOUND: 'nobody of that name is known to it (KEY_NOT_FOUND)',
  NOVERSION: 'its SAM bridge is older than version 3.1 (NOVERSION)',
  TIMEOUT: 'it did not come about in time (TIMEOUT)',
}
