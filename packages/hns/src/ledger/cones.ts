import type { Graph } from './graph.ts'

/** As many as a bit each fits into one number. */
export const MAX_CLAIMANTS = 32

/**
 * The work that descends from the claims on one name, for at most 32 claimants. A block carries a bit for each claimant
 * whose claim is the block or in its past; work is added up by these bits. What comes later is added to it.
 */
export class Cones {
  readonly #graph: Graph
  readonly #bits = new Map<string, number>()
  readonly #work = new Map<number, number>()
  /** Blocks before the first claim descend from none. */
  readonly #from: number
  #masks: Int32Array<ArrayBuffer>
  #upTo: number

  constructor(graph: Graph, from: number, claimants: readonly string[], room = new Int32Array(0)) {
    this.#graph = graph
    this.#from = from
    this.#upTo = from
    this.#masks = room
    for (const key of claimants) this.#bits.set(key, 1 << this.#bits.size)
  }

  /** Adds the blocks that came since. `members` are the blocks that claim the name, in the order of their numbers. */
  extend(members: readonly number[]): void {
    const { size, starts, parents, works, keys } = this.#graph
    this.#makeRoom(size - this.#from)
    const [from, masks] = [this.#from, this.#masks]
    let member = firstAtLeast(members, this.#upTo)
    let [last, sum] = [0, 0]
    for (let number = this.#upTo; number < size; number++) {
      let mask = 0
      for (let i = starts[number] as number, end = starts[number + 1] as number; i < end; i++) {
        const parent = parents[i] as number
        if (parent >= from) mask |= masks[parent - from] as number
      }
      if (members[member] === number) {
        mask |= this.#bits.get(keys[number] as string) ?? 0
        member++
      }
      masks[number - from] = mask
      if (mask !== last) {
        this.#count(last, sum)
        last = mask
        sum = 0
      }
      sum += works[number] as number
    }
    this.#count(last, sum)
    this.#upTo = size
  }

  #count(mask: number, work: number): void {
    if (mask !== 0 && work > 0) this.#work.set(mask, (this.#work.get(mask) ?? 0) + work)
  }

  #makeRoom(count: number): void {
    if (count <= this.#masks.length) return
    const larger = new Int32Array(Math.max(64, Math.ceil(count * 1.25)))
    larger.set(this.#masks.subarray(0, this.#upTo - this.#from))
    this.#masks = larger
  }

  /** Its memory, for another in its place. */
  get room(): Int32Array<ArrayBuffer> {
    return this.#masks
  }

  /** E(A, O): the work in blocks that descend from a claim of `key` and from none of `without`. */
  work(key: string, without?: string): number {
    const [yes, no] = [this.#bits.get(key) ?? 0, without === undefined ? 0 : (this.#bits.get(without) ?? 0)]
    let sum = 0
    for (const [mask, work] of this.#work) if ((mask & yes) !== 0 && (mask & no) === 0) sum += work
    return sum
  }

  /** Whether a block descends from a claim of this key. */
  covers(number: number, key: string): boolean {
    return number >= this.#from && ((this.#masks[number - this.#from] as number) & (this.#bits.get(key) ?? 0)) !== 0
  }

  has(key: string): boolean {
    return this.#bits.has(key)
  }

  /** Takes in a claimant whose first claim came after all that was counted; false where there is no bit left. */
  join(key: string): boolean {
    if (this.#bits.size >= MAX_CLAIMANTS) return false
    this.#bits.set(key, 1 << this.#bits.size)
    return true
  }
}

function firstAtLeast(sorted: readonly number[], least: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < least) low = middle + 1
    else high = middle
  }
  return low
}
