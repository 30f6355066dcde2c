/** A proof of work: slow to solve, quick to check. The block's version chooses it. */
export interface Puzzle {
  readonly name: string
  /** Searches until found or aborted; reports tries as it goes. Each try is as likely as the first. */
  solve(challenge: Uint8Array, work: number, options?: SolveOptions): Promise<Uint8Array>
  /** The work that a solution proves, in tries; 0 where it proves nothing. */
  check(challenge: Uint8Array, solution: Uint8Array): number | Promise<number>
}

export interface SolveOptions {
  signal?: AbortSignal | undefined
  onProgress?: ((progress: Progress) => void) | undefined
}

export interface Progress {
  readonly tries: number
  /** From any moment on: a try that failed brings the next no nearer. */
  readonly expectedTries: number
  readonly triesPerSecond: number
  /** From any moment on, at this rate. */
  readonly expectedSeconds: number
}
