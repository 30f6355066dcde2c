import type { RecordId } from '@hydra/records'
import type { Node } from './node.ts'
import { Waiting } from './waiting.ts'

const UNKNOWN = -1

/**
 * Blocks whose whole past is known, each after its parents, numbered from 0; and beside them those that wait for a
 * parent. Which ones stand here depends only on which blocks were added, not on the order in which they came.
 */
export class Graph {
  readonly ids: RecordId[] = []
  readonly names: string[] = []
  readonly keys: string[] = []
  /** The longest way to a block without parents. */
  readonly heights: number[] = []
  readonly tips = new Set<number>()
  readonly waiting = new Waiting()
  works = new Float64Array(1024)
  /** The work of all blocks before each one. */
  totals = new Float64Array(1024)
  /**
   * Blocks from which all that have greater numbers descend, in order. What is before such a waist has all that is
   * after it among its descendants, and nobody needs to look.
   */
  readonly waists: number[] = []
  /** Parents of block i stand in `parents` from `starts[i]` to `starts[i + 1]`. */
  starts = new Uint32Array(1024)
  parents = new Uint32Array(2048)
  readonly #numbers = new Map<RecordId, number>()

  get size(): number {
    return this.ids.length
  }

  numberOf(id: RecordId): number | undefined {
    return this.#numbers.get(id)
  }

  /** Adds a block, and those that waited for it. Returns the numbers of all that now stand in the graph. */
  add(node: Node): number[] {
    if (this.#numbers.has(node.id)) return []
    const settled: number[] = []
    const ready = [node]
    for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
      const parents = next.parents.map((parent) => this.#numbers.get(parent) ?? UNKNOWN)
      const missing = parents.indexOf(UNKNOWN)
      if (missing >= 0) {
        this.waiting.keep(next, next.parents[missing] as RecordId)
        continue
      }
      settled.push(this.#settle(next, parents))
      for (const adopted of this.waiting.take(next.id)) ready.push(adopted)
    }
    return settled
  }

  parentsOf(number: number): Uint32Array {
    return this.parents.subarray(this.starts[number], this.starts[number + 1])
  }

  #settle({ id, name, key, work }: Node, parents: readonly number[]): number {
    const number = this.ids.length
    this.#numbers.set(id, number)
    this.ids.push(id)
    this.names.push(name)
    this.keys.push(key)
    this.#weigh(number, work)
    this.heights.push(parents.reduce((most, parent) => Math.max(most, (this.heights[parent] as number) + 1), 0))
    this.#link(number, parents)
    return number
  }

  #link(number: number, parents: readonly number[]): void {
    const start = this.starts[number] as number
    if (number + 2 > this.starts.length) this.starts = doubled(this.starts, new Uint32Array(number * 4))
    if (start + parents.length > this.parents.length)
      this.parents = doubled(this.parents, new Uint32Array(start * 2 + 8))
    this.parents.set(parents, start)
    this.starts[number + 1] = start + parents.length
    for (const parent of parents) this.tips.delete(parent)
    this.tips.add(number)
    // It descends from each waist up to its greatest parent: that is the waist, or descends from it.
    const greatest = parents.reduce((most, parent) => Math.max(most, parent), -1)
    while ((this.waists.at(-1) ?? -1) > greatest) this.waists.pop()
    this.waists.push(number)
  }

  #weigh(number: number, work: number): void {
    if (number + 1 >= this.totals.length) {
      this.works = doubled(this.works, new Float64Array(number * 2))
      this.totals = doubled(this.totals, new Float64Array(number * 2))
    }
    this.works[number] = work
    this.totals[number + 1] = (this.totals[number] as number) + work
  }
}

function doubled<Array extends Uint32Array | Float64Array>(array: Array, larger: Array): Array {
  larger.set(array)
  return larger
}

/** Blocks in an order in which each comes after those of its parents that are among them. */
export function* parentsFirst(nodes: readonly Node[]): Iterable<Node> {
  const places = new Map(nodes.map(({ id }, place) => [id, place]))
  const isDone = new Uint8Array(nodes.length)
  for (let start = 0; start < nodes.length; start++) {
    const open = [start]
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (isDone[place] === 1) continue
      const node = nodes[place] as Node
      const missing = node.parents.map((parent) => places.get(parent) ?? -1).filter((at) => at >= 0 && isDone[at] === 0)
      if (missing.length > 0) {
        open.push(place, ...missing)
        continue
      }
      isDone[place] = 1
      yield node
    }
  }
}
