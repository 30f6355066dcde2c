/** Tokens that refill with time: what someone may cause at once, and for good. */
export interface TokenBucket {
  tokens: number
  at: number
}

/** Takes tokens if there are enough of them. */
export function take(bucket: TokenBucket, cost: number, now: number, burst: number, perSecond: number): boolean {
  const gained = (Math.max(0, now - bucket.at) / 1_000) * perSecond
  bucket.tokens = Math.min(burst, bucket.tokens + gained)
  bucket.at = now
  if (bucket.tokens < cost) return false
  bucket.tokens -= cost
  return true
}
