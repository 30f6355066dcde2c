/**
 * A feed as a hypercore, and a hypercore as a feed, by a core that the caller makes and replicates.
 *
 * ```ts
 * const offer = await offerAsHypercore(feeds, new Hypercore('./core'))
 * const reading = await readFromHypercore(feeds, new Hypercore('./theirs', key), { author })
 * ```
 *
 * @packageDocumentation
 */
export type { Core, CoreEvent } from './core.ts'
export { NotWritableError } from './errors.ts'
export { offerAsHypercore } from './offer.ts'
export type { HypercoreOffer, OfferOptions } from './offer.ts'
export { readFromHypercore } from './read.ts'
export type { HypercoreReading, ReadHypercoreOptions } from './read.ts'
