/**
 * This user's own names for keys: unique both ways, and no two that look alike.
 *
 * ```ts
 * const petnames = await createPetnames(memorySlot())
 * await petnames.set(card.author, 'Alice')
 * petnames.keyOf('alice') // card.author
 * ```
 *
 * @packageDocumentation
 */
export { InvalidBytesError, InvalidKeyError, PetnameError, SlotError, UnknownVersionError } from '../errors.ts'
export { createPetnames } from './petnames.ts'
export type { Petnames } from './petnames.ts'
export { createLooks } from './skeleton.ts'
export type { Looks } from './skeleton.ts'
