import { Uint8ArrayList } from 'uint8arraylist'

// Each piece held costs an object: a flood of one-byte pieces would otherwise outweigh the window many times over.
const MAX_PIECES = 64

interface Piece {
  readonly offset: number
  readonly bytes: Uint8Array
}

/**
 * The receiving half: puts bytes in order, each once, whatever order and however often they come. Holds no more than
 * its window; what does not fit is dropped, and the other side sends it again.
 */
export class ReceiveBuffer {
  readonly #window: number
  #pieces: Piece[] = []
  #ready: Uint8Array[] = []
  #next = 0
  #taken = 0
  #final: number | undefined

  constructor(window: number) {
    this.#window = window
  }

  /** The first offset that is missing. The end, once it came, counts as one more. */
  get next(): number {
    return this.isComplete ? this.#next + 1 : this.#next
  }

  /** The other side may send up to here. */
  get limit(): number {
    return this.#taken + this.#window
  }

  /** Whether every byte and the end have come. */
  get isComplete(): boolean {
    return this.#final === this.#next
  }

  /** Whether all of it was taken. */
  get isConsumed(): boolean {
    return this.isComplete && this.#taken === this.#next
  }

  accept(offset: number, bytes: Uint8Array): void {
    const from = Math.max(offset, this.#next)
    const to = Math.min(offset + bytes.byteLength, this.limit, this.#final ?? Infinity)
    if (to <= from) return
    const piece = { offset: from, bytes: bytes.subarray(from - offset, to - offset) }
    if (from === this.#next) this.#append(piece.bytes)
    else if (this.#pieces.length < MAX_PIECES) this.#hold(piece)
    this.#join()
  }

  /** The stream ends at this offset. A second end that disagrees is not believed. */
  acceptEnd(offset: number): void {
    if (offset >= this.#next) this.#final ??= offset
  }

  /** Everything that is in order. Taking it opens the window again. */
  take(): Uint8Array[] {
    const ready = this.#ready
    this.#ready = []
    this.#taken = this.#next
    return ready
  }

  #hold(piece: Piece): void {
    // Only what fills a gap is kept: pieces that overlap would hold more than the window.
    const covered = this.#pieces.some(
      ({ offset, bytes }) => offset < piece.offset + piece.bytes.byteLength && piece.offset < offset + bytes.byteLength,
    )
    if (covered) return
    this.#pieces.push(piece)
    this.#pieces.sort((a, b) => a.offset - b.offset)
  }

  #join(): void {
    for (let first = this.#pieces[0]; first !== undefined && first.offset <= this.#next; first = this.#pieces[0]) {
      this.#pieces.shift()
      const skip = this.#next - first.offset
      if (skip < first.bytes.byteLength) this.#append(first.bytes.subarray(skip))
    }
  }

  #append(bytes: Uint8Array): void {
    this.#ready.push(bytes)
    this.#next += bytes.byteLength
    if (this.#ready.length > MAX_PIECES) this.#ready = [new Uint8ArrayList(...this.#ready).subarray()]
  }
}
