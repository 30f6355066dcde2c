import type { DownloadMode } from './downloads.ts'

// A laptop changes networks: what held streams back there may not be here.
const KEEP_MS = 10 * 60_000
// Servers one peer talks to over HTTP at the same time; over it the oldest is found out again in three seconds.
const MAX_SERVERS = 64

/** Remembers to which servers streams are held back on the way, so that only the first connection finds out slowly. */
export class Pollers {
  readonly #since = new Map<string, number>()

  add({ origin }: URL): void {
    this.#since.delete(origin)
    this.#since.set(origin, performance.now())
    for (const oldest of this.#since.keys()) {
      if (this.#since.size <= MAX_SERVERS) return
      this.#since.delete(oldest)
    }
  }

  modeOf({ origin }: URL): DownloadMode {
    const since = this.#since.get(origin)
    return since !== undefined && performance.now() - since < KEEP_MS ? 'poll' : 'stream'
  }
}
