/** A proof of work: slow to solve, quick to check. The block's version chooses it. */
export interface Puzzle {
  readonly name: string
  /** Searches until found or aborted; reports tries as it goes. */
  solve(challenge: Uint8Array, work: number, options?: SolveOptions): Promise<Uint8Array>
  /** The work that a solution proves, in the puzzle's own unit; 0 where it proves nothing. */
  check(challenge: Uint8Array, solution: Uint8Array): number
}

export interface SolveOptions {
  signal?: AbortSignal
  onProgress?: (event: { readonly tries: number; readonly expectedTries: number }) => void
}
