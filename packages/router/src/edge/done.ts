import { BUCKET_MS } from '../announcement.ts'

/** Requests of a service that were carried out, so that a replay of one is not carried out again. */
export interface Done {
  add(once: string, now: number): void
  has(once: string): boolean
}

/** How long a request is remembered: past the latest expiry that any copy of it can have. */
const REMEMBER_MS = 3 * BUCKET_MS
/**
 * Some 290 a second for that long, in 40 MB. Above it the oldest are forgotten: a service that took no more requests would
 * be shut by whoever asks it often enough.
 */
const MOST = 524_288

export function createDone(most = MOST): Done {
  const done = new Map<string, number>()
  return {
    add(once, now) {
      done.set(once, now)
      for (const [oldest, at] of done) {
        if (done.size <= most && now - at < REMEMBER_MS) return
        done.delete(oldest)
      }
    },
    has: (once) => done.has(once),
  }
}
