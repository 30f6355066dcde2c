import type { SeededRandom } from './random.ts'

/** What became of one message. */
export interface Flight {
  readonly origin: number
  readonly publishedAt: number
  /** Everyone who has it: when, over how many links from the origin, and from whom. */
  readonly arrivals: Map<number, Arrived>
  /** Who was handed it on its stem, before it was spread. */
  readonly stem: { readonly at: number; readonly peer: number; readonly from: number }[]
}

export interface Arrived {
  readonly at: number
  readonly hops: number
  readonly from: number
}

/** What all links carried. */
export interface Carried {
  payloads: number
  frames: number
  bytes: number
}

export interface SpreadFigures {
  /** Payloads that came in, for each peer that they were new to. Without anything twice it is 1. */
  readonly copies: number
  /** Part of all peers that each message reached. */
  readonly delivered: number
  /** Frames of all kinds, and their bytes, for each delivery. */
  readonly sends: number
  readonly bytes: number
  /** Until a peer has a message, and until all have it. */
  readonly deliveryMs: { readonly p50: number; readonly p99: number }
  readonly coverageMs: { readonly p50: number; readonly p99: number }
  /** Links from the origin to a peer. */
  readonly hops: { readonly p50: number; readonly p90: number; readonly p99: number }
  /** Part of the messages whose origin handed it to the first spy, if a tenth of all peers are spies. */
  readonly named: number
}

const spyFraction = 0.1
const spySets = 12

export function figuresOf(
  flights: readonly Flight[],
  carried: Carried,
  peers: number,
  random: SeededRandom,
): SpreadFigures {
  const others = flights.flatMap(({ origin, arrivals, publishedAt }) =>
    [...arrivals].filter(([peer]) => peer !== origin).map(([, { at, hops }]) => ({ ms: at - publishedAt, hops })),
  )
  const delays = others.map(({ ms }) => ms)
  const coverage = flights.map(({ arrivals, publishedAt }) => {
    let last = publishedAt
    for (const { at } of arrivals.values()) last = Math.max(last, at)
    return last - publishedAt
  })
  const hops = occurrencesOf(others.map((each) => each.hops))
  return {
    copies: carried.payloads / others.length,
    delivered: others.length / (flights.length * (peers - 1)),
    sends: carried.frames / others.length,
    bytes: carried.bytes / others.length,
    deliveryMs: { p50: quantile(delays, 0.5), p99: quantile(delays, 0.99) },
    coverageMs: { p50: quantile(coverage, 0.5), p99: quantile(coverage, 0.99) },
    hops: { p50: countQuantile(hops, 0.5), p90: countQuantile(hops, 0.9), p99: countQuantile(hops, 0.99) },
    named: namedByFirstSpy(flights, peers, random),
  }
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
}

/**
 * A quantile of whole numbers, given how often each occurs, as if each stood for all between its halves: of 7 peers at
 * two links and 3 at three the middle is at 2.2. Otherwise one peer more or less would move it by a whole link.
 */
export function countQuantile(occurrences: ArrayLike<number>, part: number): number {
  let left = 0
  for (let count = 0; count < occurrences.length; count++) left += part * (occurrences[count] ?? 0)
  for (let count = 0; count < occurrences.length; count++) {
    const times = occurrences[count] ?? 0
    if (times > 0 && left <= times) return count - 0.5 + left / times
    left -= times
  }
  return Number.NaN
}

function occurrencesOf(counts: readonly number[]): number[] {
  const occurrences: number[] = []
  for (const count of counts) {
    while (occurrences.length <= count) occurrences.push(0)
    occurrences[count] = (occurrences[count] ?? 0) + 1
  }
  return occurrences
}

function namedByFirstSpy(flights: readonly Flight[], peers: number, random: SeededRandom): number {
  let [hits, trials] = [0, 0]
  for (let set = 0; set < spySets; set++) {
    const spies = new Set<number>()
    while (spies.size < Math.max(1, Math.round(peers * spyFraction))) spies.add(random.integer(peers))
    for (const flight of flights) {
      if (spies.has(flight.origin)) continue
      trials++
      if (firstSender(flight, spies) === flight.origin) hits++
    }
  }
  return hits / trials
}

/** Who handed it to whichever spy was first to see it, on the stem or after it. */
function firstSender({ stem, arrivals }: Flight, spies: ReadonlySet<number>): number | undefined {
  let first = { at: Infinity, from: -1 }
  for (const seen of stem) if (spies.has(seen.peer) && seen.at < first.at) first = seen
  for (const spy of spies) {
    const seen = arrivals.get(spy)
    if (seen && seen.at < first.at) first = seen
  }
  return first.from < 0 ? undefined : first.from
}
