/** What a figure is held to. `first` is what must be reached, `goal` what would be good. */
export interface Mark {
  /** Which figure it is, where it is not the ratio of the two sides. */
  readonly name: string
  readonly better: 'less' | 'more'
  readonly first: number
  readonly goal: number
}

/** A mark and what was found. Without a value it was not measured, and nobody can say that it is met. */
export interface Measured extends Omit<Mark, 'first'> {
  /** Absent where only the goal asks for it. */
  readonly first?: number
  readonly value: number | undefined
}

export interface RunOptions {
  /** Smaller networks and files, and the same comparison: some minutes for all questions together. */
  readonly short: boolean
  readonly seed: number
  /** How often each side runs, in turns: five or more. */
  readonly runs: number
  /** What several questions read off the same runs is measured once in a process. */
  readonly once: <T>(name: string, measure: () => Promise<T>) => Promise<T>
  readonly progress: (line: string) => void
}

/** One side's figures, one of each run. */
export interface Side {
  readonly name: string
  readonly values: readonly number[]
}

/** Something that the figures depend on: drawn as lines. */
export interface Curve {
  readonly title: string
  readonly x: string
  readonly y: string
  /** Draws the axis in powers of ten. */
  readonly logarithmic?: { readonly x?: boolean; readonly y?: boolean }
  readonly lines: readonly { readonly name: string; readonly points: readonly (readonly [number, number])[] }[]
}

export interface Answer {
  readonly ours: readonly number[]
  readonly peer: readonly number[]
  /** Further peers beside the first. */
  readonly others?: readonly Side[]
  /** Further marks, beside that of the ratio. */
  readonly marks?: readonly Measured[]
  /** Peers that could not be had, with the reason. */
  readonly skipped?: readonly { readonly peerName: string; readonly reason: string }[]
  readonly curves?: readonly Curve[]
  /** Whatever else is worth keeping. */
  readonly further?: Readonly<Record<string, unknown>>
}

/** One thing that somebody may want to know, and how it is found out. */
export interface Question {
  readonly id: string
  readonly question: string
  /** What the two figures are, with their unit. */
  readonly metric: string
  readonly peerName: string
  /** Of the ratio, ours over the peer's. */
  readonly mark: Omit<Mark, 'name'>
  /** Questions of one measurement run in one process, so that it is made once. */
  readonly measurement: string
  run(options: RunOptions): Promise<Answer>
}

/** A peer or a tool is not on this machine: said in the report, and no verdict is given. */
export class SkippedError extends Error {
  override readonly name = 'SkippedError'
}
