/**
 * Finds peers on the same local network. Node only: browsers have no multicast.
 *
 * ```ts
 * import { mdns } from '@hydra/discovery/mdns'
 * const source = mdns()
 * ```
 *
 * @packageDocumentation
 */
export { mdns } from './mdns.ts'
export type { MdnsOptions } from './mdns.ts'
