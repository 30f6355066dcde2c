/**
 * libp2p through I2P, by the SAM bridge of a router on this machine.
 *
 * ```ts
 * const place = await openI2p({ keys: kept })
 * const node = await createLibp2p(i2pOnly(place))
 * console.log(place.name, node.getMultiaddrs())
 * ```
 *
 * @packageDocumentation
 */
export { garlicAddress, isGarlic } from './i2p/destination.ts'
export { I2pRefusedError, NoI2pRouterError } from './i2p/errors.ts'
export { i2pOnly } from './i2p/i2p-only.ts'
export type { I2pOnlyOptions } from './i2p/i2p-only.ts'
export { openI2p } from './i2p/session.ts'
export type { I2p, I2pOptions, StreamListener } from './i2p/session.ts'
export { i2p } from './i2p/transport.ts'
export type { I2pComponents } from './i2p/transport.ts'
