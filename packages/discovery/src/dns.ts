import { parseAddress } from './address.ts'
import { type Clock, systemClock, wait } from './clock.ts'
import type { DnsResolver } from './dns-resolver.ts'
import { DnsLookupError } from './errors.ts'
import { type Candidate, type DiscoverySource, NOBODY } from './source.ts'

/** Where names are looked up, and how far. */
export interface DnsOptions {
  /** Names whose `_dnsaddr` TXT records list peers, such as `example.org`. */
  domains: readonly string[]
  resolver: DnsResolver
  /**
   * Records may point to further names, this deep.
   * @default 4
   */
  maxDepth?: number
  /**
   * How often the names are looked up again.
   * @default 300_000
   */
  intervalMs?: number
  clock?: Clock
}

// Real zones need a few look-ups of a few records: whoever answers with more wants to keep this peer busy.
const MAX_LOOKUPS = 32
const MAX_RECORDS = 128
const PREFIX = 'dnsaddr='

/** Peers that a domain lists in `dnsaddr` TXT records, which may point to further domains. */
export function dns(options: DnsOptions): DiscoverySource {
  const { domains, resolver, maxDepth = 4, intervalMs = 300_000, clock = systemClock() } = options

  async function* find({ signal }: { signal: AbortSignal }): AsyncIterable<Candidate> {
    let answered = false
    while (!signal.aborted) {
      const problems: unknown[] = []
      for (const domain of domains) {
        try {
          for await (const candidate of resolve(domain, { resolver, maxDepth, signal })) {
            answered = true
            yield candidate
          }
        } catch (error) {
          problems.push(error)
        }
      }
      // Once it worked, a failure is a network that sleeps; before, it is a name that is wrong, and worth a word.
      if (!answered && problems.length > 0 && !signal.aborted) throw problems[0]
      await wait(clock, intervalMs, signal)
    }
  }

  return { name: 'dns', origin: 'strangers', find }
}

interface Pending {
  readonly name: string
  readonly depth: number
  /** Only addresses of this peer are wanted from there. */
  readonly peerId: string | undefined
}

async function* resolve(
  domain: string,
  { resolver, maxDepth, signal }: { resolver: DnsResolver; maxDepth: number; signal: AbortSignal },
): AsyncIterable<Candidate> {
  const queue: Pending[] = [{ name: domain, depth: 0, peerId: undefined }]
  const asked = new Set<string>()
  const found = new Map<string, string[]>()
  let problem: unknown
  let unreadable = 0
  for (let next = queue.shift(); next && !signal.aborted; next = queue.shift()) {
    // Two names that point to each other must not go on for ever.
    const key = `${next.name.toLowerCase()} ${next.peerId ?? ''}`
    if (asked.has(key) || asked.size >= MAX_LOOKUPS) continue
    asked.add(key)
    try {
      const records = await resolver.txt(`_dnsaddr.${next.name}`, { signal })
      for (const record of records.slice(0, MAX_RECORDS)) {
        if (!readTxt(record, next, { queue, found, maxDepth })) unreadable++
      }
    } catch (error) {
      problem ??= error
    }
  }
  if (found.size === 0 && !signal.aborted) throw asDnsError(domain, problem)
  for (const [peerId, addresses] of found) yield { peerId, addresses }
  for (let number = 0; number < Math.min(unreadable, MAX_RECORDS); number++) yield NOBODY
}

/** False where a record is meant for us and says nothing that anybody could use. */
function readTxt(
  record: string,
  from: Pending,
  { queue, found, maxDepth }: { queue: Pending[]; found: Map<string, string[]>; maxDepth: number },
): boolean {
  if (!record.startsWith(PREFIX)) return true
  const address = readOrSkip(record.slice(PREFIX.length))
  const [first] = address?.components ?? []
  if (!address || !first) return false
  const peerId = address.peerId ?? from.peerId
  if (from.peerId !== undefined && peerId !== from.peerId) return true
  if (first.name === 'dnsaddr') {
    const pending = { name: first.value ?? '', depth: from.depth + 1, peerId }
    if (pending.depth <= maxDepth && queue.length < MAX_LOOKUPS) queue.push(pending)
  } else if (address.peerId !== undefined && (found.has(address.peerId) || found.size < MAX_RECORDS)) {
    const addresses = found.get(address.peerId) ?? []
    if (addresses.length < MAX_RECORDS) found.set(address.peerId, [...addresses, address.text])
  }
  return first.name === 'dnsaddr' || address.peerId !== undefined
}

// One bad record among good ones is somebody's typo.
function readOrSkip(text: string) {
  try {
    return parseAddress(text)
  } catch {
    return undefined
  }
}

function asDnsError(domain: string, problem: unknown): DnsLookupError {
  if (problem instanceof DnsLookupError) return problem
  const reason = problem instanceof Error ? problem.message : 'there is no usable record'
  return new DnsLookupError(domain, reason, { cause: problem })
}
