export { doubleSha256 } from './double-sha256.ts'
export type { Claim, Names, Payload } from './names.ts'
export type { Puzzle, SolveOptions } from './puzzle.ts'
