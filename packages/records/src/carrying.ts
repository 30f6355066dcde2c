import { type Carry, partOf } from './carry.ts'
import type { Keeper } from './keeper.ts'
import { orderOf } from './key.ts'
import { includes, type Part } from './parts.ts'
import type { Entry } from './record-store.ts'

export interface CarryingOptions {
  readonly carry: Carry | undefined
  readonly maxBytes: number
  readonly onNarrower: (carry: Carry | undefined) => void
}

/** What a set carries now, and how it carries less when it is full. */
export class Carrying {
  #carry: Carry | undefined
  #part: Part
  #isFull = false
  readonly #maxBytes: number
  readonly #onNarrower: (carry: Carry | undefined) => void

  constructor({ carry, maxBytes, onNarrower }: CarryingOptions) {
    this.#carry = carry
    this.#part = partOf(carry)
    this.#maxBytes = maxBytes
    this.#onNarrower = onNarrower
  }

  /** The ranges that are reconciled. */
  get part(): Part {
    return this.#part
  }

  /** Whether the body of a record that others sent is kept. */
  wants(order: Uint8Array, bytes: Uint8Array): boolean {
    return !this.#isFull && (this.#carry?.wants?.(order, bytes) ?? true)
  }

  /** Carries less, and drops what is then too much, until the set is within its size. */
  async shrink(keeper: Keeper): Promise<void> {
    while (keeper.bytes > this.#maxBytes && !this.#isFull) {
      const narrower = this.#carry?.narrower?.()
      if (narrower === undefined) this.#isFull = true
      else await this.#narrow(keeper, narrower)
      this.#onNarrower(narrower)
    }
  }

  /** Carries something else from now on. What lies outside is forgotten; ids without a body in `again` are, too. */
  async change(keeper: Keeper, carry: Carry | undefined, again: Part): Promise<void> {
    const part = partOf(carry)
    this.#carry = carry
    this.#part = part
    this.#isFull = false
    const store = await keeper.read((_, store) => store)
    for await (const page of store.range({})) {
      const outside = page.filter(({ key, body }) => {
        return !includes(part, key) || (body === undefined && includes(again, key))
      })
      if (outside.length > 0) await keeper.forget(outside)
      const dropped = page.filter(
        (entry) => entry.body !== undefined && includes(part, entry.key) && !this.#keeps(entry),
      )
      if (dropped.length > 0) await keeper.drop(dropped)
    }
  }

  async #narrow(keeper: Keeper, narrower: Carry): Promise<void> {
    this.#carry = narrower
    this.#part = partOf(narrower)
    const store = await keeper.read((_, store) => store)
    for await (const page of store.range({})) {
      const dropped = page.filter((entry) => entry.body !== undefined && !this.#keeps(entry))
      if (dropped.length > 0) await keeper.drop(dropped)
    }
  }

  #keeps({ key, body }: Entry): boolean {
    return includes(this.#part, key) && body !== undefined && this.wants(orderOf(key), body)
  }
}
