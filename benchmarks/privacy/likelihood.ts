import type { Guess } from './attribution.ts'
import type { Graph } from './graph.ts'
import type { Hop, Path } from './paths.ts'

/** Chance of a link's stems to begin to end: PROTOCOL.md, section 3. Everyone knows it. */
const END_CHANCE = 0.3
/** Ways back that are followed: an origin further away is one of hundreds. */
const MOST_STEPS = 5

/**
 * Says how likely each peer is to be the origin of what spies were handed, knowing who chose whom. Spies also use what
 * they saw besides: an honest peer that sent a stem to one of them has its stem neighbours there, at least one of two; one that
 * has sent none to any has them among its honest neighbours.
 */
export class Likelihood {
  readonly #graph: Graph
  readonly #ways: readonly (readonly { readonly from: number; readonly chance: number }[])[]
  readonly #known = new Map<string, Float64Array>()

  constructor(graph: Graph, spies: ReadonlySet<number>, seen: ReadonlyMap<number, ReadonlySet<number>>) {
    this.#graph = graph
    const ways: { from: number; chance: number }[][] = graph.chosen.map(() => [])
    graph.chosen.forEach((chosen, from) => {
      if (spies.has(from)) return
      const honest = chosen.filter((to) => !spies.has(to))
      const toSpies = seen.get(from)?.size ?? 0
      const chance = toSpies >= 2 ? 0 : (toSpies === 1 ? 0.5 : 1) / honest.length
      if (chance > 0) for (const to of honest) ways[to]?.push({ from, chance })
    })
    this.#ways = ways
  }

  /** For each peer, how likely what it sends is to be handed to a spy by this peer, with this label. */
  of(peer: number, label: 'walk' | 'near' | 'last' | 'ended'): Float64Array {
    const key = `${label} ${peer}`
    const known = this.#known.get(key)
    if (known) return known
    const start = new Float64Array(this.#graph.size)
    start[peer] = 1
    // Whoever sends `near` was sent `walk` on a link that ends stems, whoever sends `last` was sent `near`.
    const toWalk = { walk: [], near: [END_CHANCE], last: [1, END_CHANCE], ended: [1, 1, END_CHANCE] }[label]
    const made = this.#walked(toWalk.reduce((chances: Float64Array, chance) => this.#back(chances, chance), start))
    this.#known.set(key, made)
    return made
  }

  /** Those that are likeliest to have sent what was handed over here. */
  best(peer: number, label: 'walk' | 'near' | 'last' | 'ended'): Guess {
    return likeliest(this.of(peer, label))
  }

  #walked(start: Float64Array): Float64Array {
    const sum = start.slice()
    let chances = start
    for (let step = 0; step < MOST_STEPS; step++) {
      chances = this.#back(chances, 1 - END_CHANCE)
      for (let peer = 0; peer < sum.length; peer++) sum[peer] = (sum[peer] ?? 0) + (chances[peer] ?? 0)
    }
    return sum
  }

  #back(chances: Float64Array, chance: number): Float64Array {
    const before = new Float64Array(chances.length)
    for (let to = 0; to < chances.length; to++) {
      const here = chances[to] ?? 0
      if (here === 0) continue
      for (const way of this.#ways[to] ?? []) before[way.from] = (before[way.from] ?? 0) + here * chance * way.chance
    }
    return before
  }
}

export function likeliest(scores: Float64Array): Guess {
  let most = 0
  let best: number[] = []
  for (let peer = 0; peer < scores.length; peer++) {
    const score = scores[peer] ?? 0
    if (score > most * (1 + 1e-9)) {
      most = score
      best = [peer]
    } else if (most > 0 && score >= most * (1 - 1e-9)) best.push(peer)
  }
  return best
}

/** Which spies each honest peer was seen to send stems to. */
export function stemsToSpies(
  paths: Iterable<{ readonly hops: readonly Hop[] }>,
  spies: ReadonlySet<number>,
): Map<number, Set<number>> {
  const seen = new Map<number, Set<number>>()
  for (const { hops } of paths) {
    for (const { from, to, label } of hops) {
      if (label === 'trail' || label === 'home' || !spies.has(to) || spies.has(from)) continue
      const targets = seen.get(from) ?? new Set()
      seen.set(from, targets.add(to))
    }
  }
  return seen
}

/** The likeliest origin of what a spy was handed; of what was seen on a trail only, whoever handed it over. */
export function byLikelihood(graph: Graph, spies: ReadonlySet<number>, paths: readonly Path[]) {
  const likelihood = new Likelihood(graph, spies, stemsToSpies(paths, spies))
  return (hop: Hop | undefined): Guess => {
    if (!hop) return []
    if (hop.label === 'trail' || hop.label === 'home') return [hop.from]
    return likelihood.best(hop.from, hop.label)
  }
}

/**
 * What somebody could say who had walked stems of their own through every peer and drawn the map: where each peer's
 * messages go. Only those that send along the same links to the spies are left to choose from.
 */
export function byMap(paths: readonly Path[], spies: ReadonlySet<number>) {
  const alike = new Map<string, number[]>()
  const keyOf = ({ hops }: Path) =>
    hops
      .filter(({ to, label }) => spies.has(to) && label !== 'trail' && label !== 'home')
      .map(({ from, to, label }) => `${from}>${to} ${label}`)
      .join()
  for (const path of paths) {
    const origin = path.hops[0]?.from ?? -1
    if (spies.has(origin)) continue
    const key = keyOf(path)
    alike.set(key, [...(alike.get(key) ?? []), origin])
  }
  return (_: Hop | undefined, path: Path): Guess => alike.get(keyOf(path)) ?? []
}
