import type { FetchHandler } from './handler.ts'

/** What a guest may use, and how much of it. Granted by the user, never more than its manifest asks. */
export interface Grant {
  readonly kvBytes: number
  readonly fetch: readonly string[]
  readonly files: boolean
  readonly cpuMsPerCall: number
  readonly memoryBytes: number
}

/** Runs code of strangers with nothing but what it was granted. */
export interface Sandbox {
  start(source: string, grant: Grant): Promise<{ readonly fetch: FetchHandler; stop(): Promise<void> }>
}
