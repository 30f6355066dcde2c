import type { AbortOptions } from '@libp2p/interface'
import type { Uint8ArrayList } from 'uint8arraylist'

/** Either end of an HTTP session, as its connection sees it. */
export interface Pipe {
  readonly space: number
  /** Takes what there is room for; tells how much that was. */
  write(bytes: Uint8ArrayList): number
  setPaused(paused: boolean): void
  /** Resolves when the other side has everything, or is gone. */
  finish(options: AbortOptions): Promise<void>
  reset(): void
}

export interface PipeEvents {
  deliver(bytes: readonly Uint8Array[]): void
  drain(): void
  closed(clean: boolean): void
}
