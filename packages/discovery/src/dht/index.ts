/**
 * Finds peers by a distributed hash table: as a member of it, or by asking a neighbour that is one.
 *
 * ```ts
 * import { dht, kad, lookup, serveLookup } from '@hydra/discovery/dht'
 * const node = await createLibp2p({ services: { identify: identify(), ping: ping(), dht: kad() } })
 * const source = dht({ dht: node.services.dht, topic: 'pictures' })
 * ```
 *
 * @packageDocumentation
 */
export { dht } from './dht.ts'
export type { DhtOptions } from './dht.ts'
export { kad } from './kad.ts'
export type { KadOptions } from './kad.ts'
export { lookup, serveLookup } from './lookup.ts'
export type { LookupOptions, ServeLookupOptions } from './lookup.ts'
