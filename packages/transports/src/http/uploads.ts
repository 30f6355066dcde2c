import type { ReceiveBuffer } from './receive-buffer.ts'
import type { SendBuffer } from './send-buffer.ts'
import { MAX_DATA_BYTES } from './wire.ts'

// Two hide the round trip; browsers allow six connections per host, and one is the stream downwards.
const MAX_IN_FLIGHT = 2

export interface Push {
  readonly offset: number
  readonly data: Uint8Array
  readonly end: boolean
}

/** Decides what to push next: bytes not sent yet, bytes that got lost, the end, or a bare acknowledgement. */
export class Uploads {
  readonly #inFlight = new Map<number, number>()
  readonly #send: SendBuffer
  readonly #receive: ReceiveBuffer
  readonly #windowBytes: number
  readonly #keepAliveMs: number
  #position = 0
  #endSent = false
  #told = { next: 0, limit: 0, at: 0 }

  constructor(send: SendBuffer, receive: ReceiveBuffer, windowBytes: number, keepAliveMs: number) {
    this.#send = send
    this.#receive = receive
    this.#windowBytes = windowBytes
    this.#keepAliveMs = keepAliveMs
  }

  /** When a bare acknowledgement is due for nothing but to be heard. */
  get keepAliveAt(): number {
    return this.#told.at + this.#keepAliveMs
  }

  next(now: number): Push | undefined {
    if (this.#inFlight.size >= MAX_IN_FLIGHT) return undefined
    // With nothing under way, what is not acknowledged is lost; what is acknowledged need not be sent again.
    if (this.#inFlight.size === 0) this.#rewind(this.#send.acked)
    this.#position = Math.max(this.#position, this.#send.acked)
    const hasData = this.#send.hasFrom(this.#position)
    const onlyEnd = this.#send.hasEnded && !this.#endSent && !this.#send.isFinished && this.#position === this.#send.end
    if (!hasData && !onlyEnd && !this.#owesNews(now)) return undefined
    const offset = this.#position
    const data = this.#send.read(offset, MAX_DATA_BYTES)
    const end = this.#send.hasEnded && offset + data.byteLength === this.#send.end
    return { offset, data, end }
  }

  sent(id: number, push: Push, now: number): void {
    this.#inFlight.set(id, push.offset)
    this.#position = push.offset + push.data.byteLength
    this.#endSent ||= push.end
    this.told(now)
  }

  /** Any request carries what we wait for and how far the server may send. */
  told(now: number): void {
    this.#told = { next: this.#receive.next, limit: this.#receive.limit, at: now }
  }

  answered(id: number): void {
    this.#inFlight.delete(id)
  }

  failed(id: number): void {
    const offset = this.#inFlight.get(id)
    this.#inFlight.delete(id)
    if (offset !== undefined) this.#rewind(offset)
    // What the lost request said must be said again.
    this.#told = { next: 0, limit: 0, at: this.#told.at }
  }

  #rewind(position: number): void {
    this.#position = Math.min(this.#position, position)
    this.#endSent = false
  }

  #owesNews(now: number): boolean {
    const { next, limit } = this.#receive
    // A quarter of the window: the server never runs dry, and acknowledgements stay rare.
    const step = this.#windowBytes / 4
    return (
      next - this.#told.next >= step ||
      limit - this.#told.limit >= step ||
      (this.#receive.isComplete && this.#told.next !== next) ||
      now >= this.keepAliveAt
    )
  }
}
