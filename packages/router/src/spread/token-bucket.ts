/** How much a neighbour may still ask of us. Fills with time, up to a burst. */
export interface TokenBucket {
  /** Takes what an action costs; false, taking nothing, if there is not enough. */
  take(cost: number, now: number): boolean
  /** Takes a fine; false if that left nothing. */
  fine(cost: number, now: number): boolean
}

export function createTokenBucket(burst: number, perSecond: number): TokenBucket {
  let tokens = burst
  let filledAt: number | undefined

  function fill(now: number): void {
    tokens = Math.min(burst, tokens + (Math.max(0, now - (filledAt ?? now)) / 1_000) * perSecond)
    filledAt = now
  }

  return {
    take(cost, now) {
      fill(now)
      if (tokens < cost) return false
      tokens -= cost
      return true
    },
    fine(cost, now) {
      fill(now)
      tokens = Math.max(0, tokens - cost)
      return tokens > 0
    },
  }
}
