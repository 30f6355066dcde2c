import type { Clock } from './clock.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'

// A bucket is a few numbers. The longest unused gives way, and has its full allowance should it come back.
const MAX_GROUPS = 10_000

/** One allowance per address group: a party does not get more by coming under many names. */
export function createQuotas(
  clock: Clock,
  limits: { burst: number; perSecond: number },
): (group: string) => TokenBucket {
  const buckets = new Map<string, TokenBucket>()
  return (group) => {
    const bucket = buckets.get(group) ?? createTokenBucket(clock, limits)
    buckets.delete(group)
    buckets.set(group, bucket)
    if (buckets.size > MAX_GROUPS) buckets.delete(buckets.keys().next().value ?? '')
    return bucket
  }
}
