import { Uint8ArrayList } from 'uint8arraylist'
import { ProtocolViolationError } from './errors.ts'

/**
 * The sending half of a byte stream that survives lost, repeated and reordered messages: every byte has an offset, and
 * is kept until the other side has acknowledged it. The end of the stream takes one offset of its own.
 */
export class SendBuffer {
  readonly #capacity: number
  readonly #bytes = new Uint8ArrayList()
  #acked = 0
  #limit = 0
  #ended = false
  #finished = false

  /** @param capacity bytes kept for repeating; the writer waits while it is full. */
  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** The first byte that is not acknowledged. */
  get acked(): number {
    return this.#acked
  }

  /** The offset after the last byte written. */
  get end(): number {
    return this.#acked + this.#bytes.byteLength
  }

  get space(): number {
    return Math.max(0, this.#capacity - this.#bytes.byteLength)
  }

  get hasEnded(): boolean {
    return this.#ended
  }

  /** Whether the other side has everything, the end included. */
  get isFinished(): boolean {
    return this.#finished
  }

  /** Takes what there is room for; tells how much that was. */
  write(bytes: Uint8ArrayList): number {
    const taken = Math.min(this.space, bytes.byteLength)
    if (taken > 0) this.#bytes.append(bytes.sublist(0, taken))
    return taken
  }

  finish(): void {
    this.#ended = true
  }

  /** Forgets what the other side has, and learns how far it lets us go. Old news changes nothing. */
  acknowledge(next: number, limit: number): void {
    const last = this.end
    if (next > last + (this.#ended ? 1 : 0)) throw new ProtocolViolationError('acknowledged what was never sent')
    this.#limit = Math.max(this.#limit, limit)
    if (next > this.#acked) this.#bytes.consume(Math.min(next, last) - this.#acked)
    this.#acked = Math.max(this.#acked, Math.min(next, last))
    this.#finished ||= next === last + 1
  }

  /** Whether anything from `position` on may be sent now. */
  hasFrom(position: number): boolean {
    return position < Math.min(this.end, this.#limit)
  }

  /** At most `max` bytes from `position` on, none over the limit. */
  read(position: number, max: number): Uint8Array {
    const stop = Math.min(this.end, this.#limit, position + max)
    if (position < this.#acked || stop <= position) return new Uint8Array()
    return this.#bytes.subarray(position - this.#acked, stop - this.#acked)
  }
}
