import type { NeighbourId } from '../link.ts'
import { defaultLimits } from '../spread/limits.ts'
import { createTokenBucket, type TokenBucket } from '../spread/token-bucket.ts'
import type { Clock } from '../time.ts'

// More neighbours than a node has connections: beyond it, who was fined longest ago is forgiven.
const maxFined = 512

/** Fines a neighbour for provable misbehaviour. Who has nothing left is cut off. */
export function createFines(clock: Clock, disconnect: (neighbour: NeighbourId) => void): (from: NeighbourId) => void {
  const { burst, tokensPerSecond, invalidCost } = defaultLimits
  const buckets = new Map<NeighbourId, TokenBucket>()
  return (from) => {
    const bucket = buckets.get(from) ?? createTokenBucket(burst, tokensPerSecond)
    buckets.delete(from)
    buckets.set(from, bucket)
    if (!bucket.fine(invalidCost, clock.now())) disconnect(from)
    const [oldest] = buckets.keys()
    if (buckets.size > maxFined && oldest !== undefined) buckets.delete(oldest)
  }
}
