import { type Hop, onStem, originOf, type Path } from './paths.ts'

/** Whom the spies name as a message's origin: those that they think equally likely, and likelier than all others. */
export type Guess = readonly number[]

export interface Attribution {
  /** Messages of honest peers, and how many of them were given their right name. */
  readonly messages: number
  readonly right: number
  /** Of those, messages that were given any name. */
  readonly named: number
  /**
   * For each honest peer, the share of its own among the messages that bear its name, as Dandelion's authors define
   * precision: summed over peers. Peers that are never named count as nothing.
   */
  readonly precision: number
}

/** The first that spies get of a message from somebody who is none of them. What comes later tells no more of its origin. */
export function firstSeen({ hops }: Path, spies: ReadonlySet<number>): Hop | undefined {
  return hops.find(({ from, to }) => spies.has(to) && !spies.has(from))
}

/** Names whoever handed a message to the first spy. */
export function firstSpy(hop: Hop | undefined): Guess {
  return hop ? [hop.from] : []
}

/** The same, where a message was seen on its stem; one that follows a trail did not begin there. */
export function firstSpyOnStem(hop: Hop | undefined): Guess {
  return hop && onStem(hop) ? [hop.from] : []
}

/** How well a way of guessing does against the truth. Each honest peer sends one message. */
export function attribute(
  paths: readonly Path[],
  spies: ReadonlySet<number>,
  guess: (hop: Hop | undefined, path: Path) => Guess,
): Attribution {
  const namedAs = new Map<number, number>()
  const rightOf = new Map<number, number>()
  let [messages, right, named] = [0, 0, 0]
  for (const path of paths) {
    const origin = originOf(path)
    if (spies.has(origin)) continue
    messages++
    const names = guess(firstSeen(path, spies), path)
    if (names.length === 0) continue
    named++
    const weight = 1 / names.length
    for (const name of names) namedAs.set(name, (namedAs.get(name) ?? 0) + weight)
    if (!names.includes(origin)) continue
    right += weight
    rightOf.set(origin, weight)
  }
  let precision = 0
  for (const [peer, weight] of rightOf) precision += weight / (1 + (namedAs.get(peer) ?? 0) - weight)
  return { messages, right, named, precision }
}
