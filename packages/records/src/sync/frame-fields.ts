import { compareBytes } from '../byte-order.ts'
import { MisbehavedError } from '../errors.ts'
import { ESTIMATE_BYTES } from '../estimate.ts'
import { MAX_KEY_BYTES } from '../key.ts'
import { compareEnd, MAX_SPANS, type Part, type Span } from '../parts.ts'
import { MAX_FRAME_BYTES } from './limits.ts'

/** Reads a frame's fields one by one, and trusts none. */
export class Fields {
  readonly #values: readonly unknown[]
  #at = 0

  constructor(values: readonly unknown[]) {
    this.#values = values
  }

  #next(): unknown {
    return this.#values[this.#at++]
  }

  #fail(): never {
    throw new MisbehavedError('sent a frame of the wrong shape')
  }

  number(max = 2 ** 40): number {
    const value = this.#next()
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max ? value : this.#fail()
  }

  text(maxBytes: number): string {
    const value = this.#next()
    return typeof value === 'string' && value.length <= maxBytes ? value : this.#fail()
  }

  oneOf<T extends string>(known: readonly T[]): T {
    const value = this.#next()
    return known.find((each) => each === value) ?? this.#fail()
  }

  bytes(min: number, max: number): Uint8Array {
    const value = this.#next()
    return value instanceof Uint8Array && value.length >= min && value.length <= max ? value : this.#fail()
  }

  packed(width: number, min = 1): Uint8Array {
    const value = this.bytes(min, MAX_FRAME_BYTES)
    return width > 0 && value.length % width === 0 ? value : this.#fail()
  }

  counters(): Uint8Array | undefined {
    if (this.#values[this.#at] !== null) return this.bytes(ESTIMATE_BYTES, ESTIMATE_BYTES)
    this.#at++
    return undefined
  }

  records(): Uint8Array[] {
    const value = this.#next()
    return Array.isArray(value) && value.every((item) => item instanceof Uint8Array) ? value : this.#fail()
  }

  part(): Part {
    const value = this.#next()
    if (!Array.isArray(value) || value.length > MAX_SPANS) this.#fail()
    const spans = value.map((span: unknown) => this.#span(span))
    const inOrder = spans.every((span, i) => i === 0 || compareEnd(spans[i - 1]?.to, span.from) < 0)
    return inOrder ? spans : this.#fail()
  }

  #span(value: unknown): Span {
    if (!Array.isArray(value) || value.length !== 2) this.#fail()
    const from = new Fields(value).bytes(0, MAX_KEY_BYTES)
    const to = value[1] === null ? undefined : new Fields(value.slice(1)).bytes(0, MAX_KEY_BYTES)
    return to === undefined || compareBytes(from, to) < 0 ? { from, to } : this.#fail()
  }

  end(): void {
    if (this.#at !== this.#values.length) this.#fail()
  }
}
