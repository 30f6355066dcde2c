import type { Clock } from './clock.ts'

/** Says how much of something may still be done now. */
export interface TokenBucket {
  /** Takes one token; false where none is left. */
  take(): boolean
  /** Milliseconds until the next token. */
  untilNextMs(): number
}

/** Creates a full bucket: `burst` at once, then `perSecond`. */
export function createTokenBucket(clock: Clock, limits: { burst: number; perSecond: number }): TokenBucket {
  let tokens = limits.burst
  let filledAtMs = clock.now()

  function fill(): void {
    const now = clock.now()
    // A clock that was set back must not empty the bucket.
    const elapsedMs = Math.max(0, now - filledAtMs)
    tokens = Math.min(limits.burst, tokens + (elapsedMs * limits.perSecond) / 1000)
    filledAtMs = now
  }

  return {
    take() {
      fill()
      if (tokens < 1) return false
      tokens--
      return true
    },
    untilNextMs() {
      fill()
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) * 1000) / limits.perSecond)
    },
  }
}
