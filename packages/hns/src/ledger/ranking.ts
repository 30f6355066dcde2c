import type { RecordId } from '@hydra/records'
import { Cones, MAX_CLAIMANTS } from './cones.ts'
import type { Graph } from './graph.ts'

/** One key's claim on a name, with the work for it and against it. */
export interface Standing {
  readonly key: string
  /** Work in all blocks that descend from the claim, its own among them. */
  readonly work: number
  /** E(claim, rival), where the rival is the first; for the first, the second. */
  readonly exclusive: number
  /** E(rival, claim). */
  readonly against: number
  /** Blocks of the claim, each after its parents; then those that wait for a parent. */
  readonly blocks: readonly RecordId[]
  /** The newest blocks that descend from the claim. */
  readonly tips: readonly RecordId[]
  /** Whether all of its blocks wait for a parent. */
  readonly isWaiting: boolean
}

// Of 100,000 blocks each takes 400 KB.
const MAX_CACHED = 64

/**
 * Ranks claims. With E(A, O) the work in blocks that descend from A and not from O, A comes before O where
 * E(A, O) > E(O, A). Adding to both what descends from both, that is where more work descends from A than from O: so
 * the order is total, and what descends from a claim never comes before it.
 */
export class Ranking {
  readonly #graph: Graph
  readonly #members = new Map<string, number[]>()
  readonly #cones = new Map<string, Cones>()

  constructor(graph: Graph) {
    this.#graph = graph
  }

  /** Takes in a block that now stands in the graph. */
  add(number: number): void {
    const name = this.#graph.names[number] as string
    const members = this.#members.get(name)
    if (members === undefined) this.#members.set(name, [number])
    else members.push(number)
  }

  names(): Iterable<string> {
    return this.#members.keys()
  }

  /** All claims on a name, or those of some keys, the best first: the same for every peer that has the same blocks. */
  of(name: string, isWanted: (key: string) => boolean = () => true): Standing[] {
    const claims = this.#claimsOn(name)
    // All have a bit, wanted or not: what is wanted may change, and bits cannot be given later.
    const keys = [...claims.keys()]
    const members = this.#members.get(name) ?? []
    const weighed = keys.length <= MAX_CLAIMANTS ? [this.#conesOf(name, members, keys)] : this.#inParts(members, keys)
    const ranked = keys.filter(isWanted).map((key) => {
      const claim = claims.get(key) as Claimed
      return { key, work: partWith(weighed, key).work(key) + claim.own, claim }
    })
    ranked.sort((a, b) => b.work - a.work || (smallest(a.claim) < smallest(b.claim) ? -1 : 1))
    const [first, second] = ranked
    const parts = weighed.length === 1 ? weighed : this.#inParts(members, keys, first?.key)
    return ranked.map(({ key, work, claim }) => {
      const rival = key === first?.key ? second : first
      const cones = partWith(parts, key, rival?.key ?? key)
      return {
        key,
        work,
        exclusive: cones.work(key, rival?.key) + claim.own,
        against: rival === undefined ? 0 : cones.work(rival.key, key) + rival.claim.own,
        blocks: [...claim.settled, ...claim.waiting],
        tips: this.#tipsOver(cones, key),
        isWaiting: claim.settled.length === 0,
      }
    })
  }

  #tipsOver(cones: Cones, key: string): RecordId[] {
    const { tips, ids } = this.#graph
    return [...tips]
      .filter((tip) => cones.covers(tip, key))
      .map((tip) => ids[tip] as RecordId)
      .sort()
  }

  #claimsOn(name: string): Map<string, Claimed> {
    const claims = new Map<string, Claimed>()
    const of = (key: string): Claimed => {
      const claim = claims.get(key) ?? { settled: [], waiting: [], own: 0 }
      claims.set(key, claim)
      return claim
    }
    for (const number of this.#inOrder(name)) {
      of(this.#graph.keys[number] as string).settled.push(this.#graph.ids[number] as RecordId)
    }
    for (const { key, id, work } of this.#graph.waiting.ofName(name)) {
      const claim = of(key)
      claim.waiting.push(id)
      claim.waiting.sort()
      // What waits gives credit to nothing in its past, but it is work for its own claim.
      claim.own += work
    }
    return claims
  }

  // By height, for numbers tell in which order the blocks came.
  #inOrder(name: string): number[] {
    const { heights, ids } = this.#graph
    const order = (a: number, b: number): number =>
      (heights[a] as number) - (heights[b] as number) || ((ids[a] as string) < (ids[b] as string) ? -1 : 1)
    return [...(this.#members.get(name) ?? [])].sort(order)
  }

  #conesOf(name: string, members: readonly number[], keys: readonly string[]): Cones {
    let cones = this.#cones.get(name)
    this.#cones.delete(name)
    if (cones === undefined || !keys.every((key) => cones?.has(key) || cones?.join(key))) {
      cones = new Cones(this.#graph, members[0] ?? this.#graph.size, keys, cones?.room ?? this.#freeRoom())
    }
    cones.extend(members)
    this.#cones.set(name, cones)
    return cones
  }

  // Fresh memory is dear: it is filled with zeros, and collected soon after.
  #freeRoom(): Int32Array<ArrayBuffer> | undefined {
    const [oldest] = this.#cones
    if (oldest === undefined || this.#cones.size < MAX_CACHED) return undefined
    this.#cones.delete(oldest[0])
    return oldest[1].room
  }

  // So many claims on one name are a flood. They are weighed in parts, with the best in each part where it is known.
  #inParts(members: readonly number[], keys: readonly string[], best?: string): Cones[] {
    const others = keys.filter((key) => key !== best)
    const size = best === undefined ? MAX_CLAIMANTS : MAX_CLAIMANTS - 1
    return Array.from({ length: Math.ceil(others.length / size) }, (_, i) => {
      const part = others.slice(i * size, (i + 1) * size)
      const cones = new Cones(this.#graph, members[0] ?? this.#graph.size, best === undefined ? part : [best, ...part])
      cones.extend(members)
      return cones
    })
  }
}

interface Claimed {
  readonly settled: RecordId[]
  readonly waiting: RecordId[]
  own: number
}

function partWith(parts: readonly Cones[], ...keys: readonly string[]): Cones {
  return parts.find((part) => keys.every((key) => part.has(key))) as Cones
}

function smallest({ settled, waiting }: Claimed): RecordId {
  return [...settled, ...waiting].reduce((least, id) => (id < least ? id : least))
}
