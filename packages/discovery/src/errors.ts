/** Text that should have been the address of a peer is none. */
export class InvalidAddressError extends Error {
  override readonly name = 'InvalidAddressError'
  constructor(address: string, reason: string, options?: ErrorOptions) {
    super(
      `"${address.slice(0, 120)}" is no peer's address: ${reason}. Write it like /dns4/example.org/tcp/443/wss/p2p/12D3….`,
      options,
    )
  }
}

/** Bytes that should have been a peer's signed record are none, or somebody else signed them. */
export class InvalidRecordError extends Error {
  override readonly name = 'InvalidRecordError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`This is no signed peer record: ${reason}. It was refused; nothing of it is used.`, options)
  }
}

/** A tracker's, a neighbour's or a store's message could not be read. */
export class InvalidMessageError extends Error {
  override readonly name = 'InvalidMessageError'
  constructor(what: string, reason: string, options?: ErrorOptions) {
    super(`This is no ${what}: ${reason}. Does the other side speak the same version of the protocol?`, options)
  }
}

/** A name gave no usable answer. */
export class DnsLookupError extends Error {
  override readonly name = 'DnsLookupError'
  constructor(domain: string, reason: string, options?: ErrorOptions) {
    super(
      `No peers by the name "${domain}": ${reason}. Does _dnsaddr.${domain} have TXT records of dnsaddr=/…?`,
      options,
    )
  }
}

/** The local network cannot be asked. */
export class MulticastError extends Error {
  override readonly name = 'MulticastError'
  constructor(options?: ErrorOptions) {
    super('Multicast DNS does not work here. Does another program hold the port for itself?', options)
  }
}

/** A tracker or a node that was asked refused, or could not be asked. */
export class TrackerError extends Error {
  override readonly name = 'TrackerError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`The tracker did not help: ${reason}. It is asked again later; other sources go on.`, options)
  }
}
