/**
 * The proof that comes with the seams: suites for whoever writes another slot, and the mutator of the fuzz tests.
 *
 * ```ts
 * testSlot('mine', async () => ({ open: () => mySlot() }))
 * for (const mutant of mutations(validBytes, 1, 10_000)) decode(mutant)
 * ```
 *
 * @packageDocumentation
 */
export { testKeyStore } from './key-store-suite.ts'
export { mutations } from './mutations.ts'
export { testSlot } from './slot-suite.ts'
