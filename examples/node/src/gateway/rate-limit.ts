/** How much each address group may ask. */
export interface RateLimit {
  /** Whether one more request may be answered now. */
  take(address: string): boolean
}

// Ten seconds' worth at once: a page with its pictures.
const BURST_SECONDS = 10
// Each entry is a hundred bytes; who has more groups than this floods by other means.
const MAX_GROUPS = 50_000

interface Bucket {
  tokens: number
  atMs: number
}

/** A token bucket for each address group. Under more groups than can be counted the oldest begin anew. */
export function createRateLimit(perSecond: number, now: () => number = () => performance.now()): RateLimit {
  const burst = perSecond * BURST_SECONDS
  const buckets = new Map<string, Bucket>()
  return {
    take(address) {
      const group = groupOf(address)
      const atMs = now()
      const { tokens, atMs: before } = buckets.get(group) ?? { tokens: burst, atMs }
      const left = Math.min(burst, tokens + ((atMs - before) / 1000) * perSecond)
      // Again at the end: the first in the map is the one that asked longest ago.
      buckets.delete(group)
      buckets.set(group, { tokens: left >= 1 ? left - 1 : left, atMs })
      if (buckets.size > MAX_GROUPS) buckets.delete(buckets.keys().next().value as string)
      return left >= 1
    },
  }
}

/** What one party can have for nothing: an IPv4 address, or the /64 that every line of IPv6 gets. */
function groupOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address
  const [head = '', tail] = address.toLowerCase().replace(/%.*$/, '').split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length
  return [...before, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after].slice(0, 4).join(':')
}
