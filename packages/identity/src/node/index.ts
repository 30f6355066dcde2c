/**
 * What only Node can do: keep an identity or petnames in a file.
 *
 * ```ts
 * const keys = createKeyStore(fileSlot('./identity.key'))
 * ```
 *
 * @packageDocumentation
 */
export { SlotError } from '../errors.ts'
export { fileSlot } from './file-slot.ts'
