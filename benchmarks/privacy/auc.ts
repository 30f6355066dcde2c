/** One thing that was watched: what was measured of it, and whether it was the watched peer's own. */
export interface Watched {
  readonly own: boolean
  readonly value: number
}

/**
 * The area under the curve as a count of pairs: in how many of own and relayed the relayed one has the larger value; ties
 * count half. Half of all pairs means that the value tells nothing.
 */
export function comparePairs(watched: readonly Watched[]): { hits: number; trials: number } {
  const sorted = watched.toSorted((a, b) => a.value - b.value)
  let [hits, ownBelow, relayed] = [0, 0, 0]
  for (let start = 0; start < sorted.length; ) {
    let end = start
    while (sorted[end]?.value === sorted[start]?.value && end < sorted.length) end++
    const tied = sorted.slice(start, end)
    const own = tied.filter((each) => each.own).length
    const others = tied.length - own
    hits += others * (ownBelow + own / 2)
    ownBelow += own
    relayed += others
    start = end
  }
  return { hits, trials: ownBelow * relayed }
}

/** A value for each kind of thing, learnt from one half of what was watched: the share of it that was relayed. */
export function learnKinds(watched: readonly { own: boolean; kind: string }[]): (kind: string) => number {
  const counts = new Map<string, { own: number; relayed: number }>()
  for (const { own, kind } of watched) {
    const count = counts.get(kind) ?? { own: 0, relayed: 0 }
    counts.set(kind, count)
    count[own ? 'own' : 'relayed']++
  }
  const owns = watched.filter(({ own }) => own).length || 1
  const relays = watched.length - owns || 1
  return (kind) => {
    const { own, relayed } = counts.get(kind) ?? { own: 0, relayed: 0 }
    return (relayed + 1) / relays / ((own + 1) / owns)
  }
}
