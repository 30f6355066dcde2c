/**
 * Names without a ledger: several peers are asked, each block is verified, and what they disagree on is told.
 *
 * ```ts
 * const names = createLightNames({ mine: httpNames('http://localhost:4001') }, ledgerRules())
 * const { claims, disagreements } = await names.resolve('my-pictures')
 * ```
 *
 * @packageDocumentation
 */
export { BadAnswerError, InvalidNameError } from '../errors.ts'
export { httpNames } from './http-names.ts'
export { createLightNames } from './light-names.ts'
export type { Disagreement, LightAnswer, LightClaim, LightNames, NameSource, ToldClaim } from './light-names.ts'
