/**
 * The Hydra Name Service, which is not Handshake: so far its small puzzle.
 *
 * ```ts
 * const solution = await doubleSha256.solve(challenge, 10_000)
 * doubleSha256.check(challenge, solution) // 10000 or more
 * ```
 *
 * @packageDocumentation
 */
export { doubleSha256 } from './double-sha256.ts'
export type { Claim, Names, Payload } from './names.ts'
export type { Puzzle, SolveOptions } from './puzzle.ts'
