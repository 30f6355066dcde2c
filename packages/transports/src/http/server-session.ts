import type { Uint8ArrayList } from 'uint8arraylist'
import type { SessionLimits } from './limits.ts'
import { ReceiveBuffer } from './receive-buffer.ts'
import { SendBuffer } from './send-buffer.ts'
import type { Frame, Request } from './wire.ts'

// Small enough that a stream that is cut loses little, large enough that its head does not matter.
const MAX_FRAME_BYTES = 64 * 1024

export interface ServerEvents {
  deliver(bytes: readonly Uint8Array[]): void
  /** There is room again. */
  drain(): void
  closed(clean: boolean): void
  /** A waiting stream or poll may have something to send. */
  change(): void
}

/** The server's side of a session, without time and without a network. */
export class ServerSession {
  readonly #send: SendBuffer
  readonly #receive: ReceiveBuffer
  readonly #events: ServerEvents
  #attempt = 0
  #ticket = 0
  #position = 0
  #reopened = false
  #endSent = false
  #paused = false
  #state: 'open' | 'clean' | 'reset' = 'open'

  constructor(limits: SessionLimits, events: ServerEvents) {
    this.#send = new SendBuffer(limits.windowBytes)
    this.#receive = new ReceiveBuffer(limits.windowBytes)
    this.#events = events
  }

  /** How it ended, once it did. */
  get ended(): 'clean' | 'reset' | undefined {
    return this.#state === 'open' ? undefined : this.#state
  }

  get space(): number {
    return this.#send.space
  }

  write(bytes: Uint8ArrayList): number {
    const written = this.#send.write(bytes)
    this.#events.change()
    return written
  }

  /** Nothing more will be written; the session closes when the client has it all. */
  finish(): void {
    this.#send.finish()
    this.#events.change()
  }

  setPaused(paused: boolean): void {
    this.#paused = paused
    // A client that filled the window waits to be told that it opened: its pushes are answered long since.
    this.#reopened = this.#deliver()
    this.#events.change()
  }

  /** Takes what a request says. A stream or poll is let in unless a newer one was: `false`. */
  onRequest(request: Request): boolean {
    if (this.#state !== 'open') return true
    if (request.kind === 'reset') {
      this.close(false)
      return true
    }
    const full = this.#send.space === 0
    this.#send.acknowledge(request.next, request.limit)
    if (request.kind === 'push') {
      this.#receive.accept(request.offset, request.data)
      if (request.end) this.#receive.acceptEnd(request.offset + request.data.byteLength)
    } else if (request.kind === 'stream' || request.kind === 'poll') {
      if (request.attempt < this.#attempt) return false
      this.#attempt = request.attempt
      this.#ticket++
      this.#position = Math.max(request.next, this.#send.acked)
      this.#endSent = false
    }
    if (full && this.#send.space > 0) this.#events.drain()
    this.#deliver()
    if (this.#receive.isConsumed || this.#send.isFinished) this.close(true)
    this.#events.change()
    return true
  }

  /** Of the stream or poll that was let in last. One that was repeated on the way takes its own place. */
  get ticket(): number {
    return this.#ticket
  }

  /** What the newest stream or poll has to send now, if anything. */
  next(ticket: number): Frame | undefined {
    if (ticket !== this.#ticket) return undefined
    this.#position = Math.max(this.#position, this.#send.acked)
    if (this.#send.hasFrom(this.#position)) {
      const data = this.#send.read(this.#position, MAX_FRAME_BYTES)
      const offset = this.#position
      this.#position += data.byteLength
      return { kind: 'data', offset, data }
    }
    if (this.#send.hasEnded && !this.#endSent && this.#position === this.#send.end) {
      this.#endSent = true
      return { kind: 'end', offset: this.#position }
    }
    return this.#reopened ? this.state() : undefined
  }

  isNewest(ticket: number): boolean {
    return this.#state === 'open' && ticket === this.#ticket
  }

  state(): Frame {
    this.#reopened = false
    return { kind: 'state', next: this.#receive.next, limit: this.#receive.limit, sent: this.#position }
  }

  close(clean: boolean): void {
    if (this.#state !== 'open') return
    this.#state = clean ? 'clean' : 'reset'
    this.#events.closed(clean)
    this.#events.change()
  }

  #deliver(): boolean {
    if (this.#paused || this.#state !== 'open') return false
    const ready = this.#receive.take()
    if (ready.length > 0) this.#events.deliver(ready)
    return ready.length > 0
  }
}
