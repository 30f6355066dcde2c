import type { RecordId } from '@hydra/records'
import type { Node } from './node.ts'

/** As many as would cost one laptop a week to make, in some 30 MB. What is beyond them is read again from the store. */
const MAX_WAITING = 65_536

/** Blocks with an unknown parent: each stands under one parent that is missing. */
export class Waiting {
  readonly #byParent = new Map<RecordId, Node[]>()
  readonly #byName = new Map<string, Map<RecordId, Node>>()
  #count = 0
  /** Whether some were left out, and must be read from the store once there is room. */
  overflowed = false

  get size(): number {
    return this.#count
  }

  get isHalfEmpty(): boolean {
    return this.#count <= MAX_WAITING / 2
  }

  keep(node: Node, missing: RecordId): void {
    if (this.#byName.get(node.name)?.has(node.id)) return
    if (this.#count >= MAX_WAITING) {
      this.overflowed = true
      return
    }
    this.#count++
    append(this.#byParent, missing, node)
    const ofName = this.#byName.get(node.name) ?? new Map<RecordId, Node>()
    this.#byName.set(node.name, ofName.set(node.id, node))
  }

  /** Those that stood under this parent, which came. */
  take(parent: RecordId): Node[] {
    const nodes = this.#byParent.get(parent) ?? []
    this.#byParent.delete(parent)
    for (const { name, id } of nodes) {
      const ofName = this.#byName.get(name)
      ofName?.delete(id)
      if (ofName?.size === 0) this.#byName.delete(name)
      this.#count--
    }
    return nodes
  }

  ofName(name: string): Iterable<Node> {
    return this.#byName.get(name)?.values() ?? []
  }

  *all(): Iterable<Node> {
    for (const ofName of this.#byName.values()) yield* ofName.values()
  }
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
