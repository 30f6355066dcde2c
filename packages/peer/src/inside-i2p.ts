import type { AddressPolicy } from '@hydra/discovery'
import { type I2p, i2pOnly, isGarlic } from '@hydra/transports/i2p'
import { OutsideI2pError } from './errors.ts'
import type { NetworkOptions } from './network-link.ts'

interface Asked extends NetworkOptions {
  readonly hosts?: readonly string[]
}

const LOOPBACK = /^(127\.|::1$|localhost$)/

/** What is different of a node that is in I2P alone. Throws `OutsideI2pError` for what would show where it is. */
export function insideI2p(place: I2p, { dial = [], hosts = [] }: Asked) {
  for (const address of dial) if (!isGarlic(address)) throw new OutsideI2pError(`The address ${address}`)
  for (const host of hosts) if (!LOOPBACK.test(host)) throw new OutsideI2pError(`Listening on ${host}`)
  const addresses: AddressPolicy = ({ text }) => isGarlic(text)
  // Every other source shows this machine to whoever answers it: resolvers, trackers, the local network.
  const options: Pick<NetworkOptions, 'sources'> = { sources: () => [] }
  return { preset: i2pOnly(place), place: { addresses }, options }
}
