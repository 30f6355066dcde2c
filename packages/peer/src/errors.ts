/** An address that the user named cannot be read. */
export class InvalidAddressError extends Error {
  override readonly name = 'InvalidAddressError'
  constructor(address: string, options?: ErrorOptions) {
    super(`"${address}" is no address. One looks like /dns4/node.example/tcp/443/tls/ws.`, options)
  }
}

/** Something was asked for that would show where a peer is that is in I2P alone. */
export class OutsideI2pError extends Error {
  override readonly name = 'OutsideI2pError'
  constructor(what: string) {
    super(`${what} lies outside I2P, and this peer is in I2P alone. Name addresses such as /garlic32/….`)
  }
}
