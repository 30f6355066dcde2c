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
  /** Blocks before the first claim descend from none. */
  readonly #from: number
  #work = new Map<number, number>()
  #masks: Int32Array<ArrayBuffer>
  #upTo: number
  /** A waist that descends from all claims: so does all that comes after it. */
  #waist: number | undefined

  constructor(graph: Graph, from: number, claimants: readonly string[], room = new Int32Array(64)) {
    this.#graph = graph
    this.#from = from
    this.#upTo = from
    this.#masks = room
    for (const key of claimants) this.#bits.set(key, 1 << this.#bits.size)
  }

  /** Adds the blocks that came since. `members` are the blocks that claim the name, in the order of their numbers. */
  extend(members: readonly number[]): void {
    const { size, totals, waists } = this.#graph
    if (this.#waist !== undefined && waists[firstAtLeast(waists, this.#waist)] !== this.#waist) this.#beginAnew()
    if (this.#waist === undefined) this.#walk(members)
    if (this.#waist === undefined) return
    this.#count(this.#all, (totals[size] as number) - (totals[this.#upTo] as number))
    this.#upTo = size
  }

  // A block came that does not descend from the waist.
  #beginAnew(): void {
    this.#work = new Map()
    this.#upTo = this.#from
    this.#waist = undefined
  }

  #walk(members: readonly number[]): void {
    const { size, starts, parents, works, keys, waists } = this.#graph
    const [from, all] = [this.#from, this.#all]
    let member = firstAtLeast(members, this.#upTo)
    let waist = firstAtLeast(waists, this.#upTo)
    let [last, sum] = [0, 0]
    for (let number = this.#upTo; number < size && this.#waist === undefined; number++) {
      let mask = 0
      for (let i = starts[number] as number, end = starts[number + 1] as number; i < end; i++) {
        const parent = parents[i] as number
        if (parent >= from) mask |= this.#masks[parent - from] as number
      }
      if (members[member] === number) {
        mask |= this.#bits.get(keys[number] as string) ?? 0
        member++
      }
      this.#setMask(number, mask)
      if (mask !== last) {
        this.#count(last, sum)
        last = mask
        sum = 0
      }
      sum += works[number] as number
      this.#upTo = number + 1
      if (waists[waist] !== number) continue
      waist++
      if (mask === all) this.#waist = number
    }
    this.#count(last, sum)
  }

  get #all(): number {
    return this.#bits.size === MAX_CLAIMANTS ? -1 : (1 << this.#bits.size) - 1
  }

  #setMask(number: number, mask: number): void {
    const at = number - this.#from
    if (at >= this.#masks.length) {
      const larger = new Int32Array(this.#masks.length * 2)
      larger.set(this.#masks)
      this.#masks = larger
    }
    this.#masks[at] = mask
  }

  #count(mask: number, work: number): void {
    if (mask !== 0 && work > 0) this.#work.set(mask, (this.#work.get(mask) ?? 0) + work)
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
    if (number < this.#from) return false
    if (this.#waist !== undefined && number > this.#waist) return true
    return ((this.#masks[number - this.#from] as number) & (this.#bits.get(key) ?? 0)) !== 0
  }

  has(key: string): boolean {
    return this.#bits.has(key)
  }

  /** Takes in a claimant whose first claim came after all that was counted; false where there is no bit left. */
  join(key: string): boolean {
    if (this.#bits.size >= MAX_CLAIMANTS || this.#waist !== undefined) return false
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
