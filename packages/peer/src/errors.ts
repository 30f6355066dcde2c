/** An address that the user named cannot be read. */
export class InvalidAddressError extends Error {
  override readonly name = 'InvalidAddressError'
  constructor(address: string, options?: ErrorOptions) {
    super(`"${address}" is no address. One looks like /dns4/node.example/tcp/443/tls/ws.`, options)
  }
}
