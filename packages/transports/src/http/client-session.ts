import type { Uint8ArrayList } from 'uint8arraylist'
import { Downloads, type DownloadMode } from './downloads.ts'
import type { SessionLimits } from './limits.ts'
import { ReceiveBuffer } from './receive-buffer.ts'
import { SendBuffer } from './send-buffer.ts'
import { Uploads } from './uploads.ts'
import type { Frame, Request } from './wire.ts'

export type ClientEffect =
  | { readonly kind: 'request'; readonly id: number; readonly request: Request }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'deliver'; readonly bytes: readonly Uint8Array[] }
  | { readonly kind: 'closed'; readonly clean: boolean; readonly why: string }

const MIN_RETRY_MS = 50
const MAX_RETRY_MS = 5_000

/**
 * The client's side of a session, without time and without a network: it is told what happened and answers what to do.
 * Losing, repeating and reordering requests and cutting responses anywhere changes what it does, never what it delivers.
 */
export class ClientSession {
  readonly #send: SendBuffer
  readonly #receive: ReceiveBuffer
  readonly #uploads: Uploads
  readonly #downloads: Downloads
  readonly #limits: SessionLimits
  readonly #session: Uint8Array
  readonly #deadlines = new Map<number, number>()
  #state: 'opening' | 'open' | 'closed' = 'opening'
  #closing: { clean: boolean; why: string } | undefined
  #paused = false
  #lastId = 0
  #failures = 0
  #retryAt = 0
  #steppedAt = 0
  #heardAt: number

  /** @param mode what worked the last time on this way. */
  constructor(session: Uint8Array, limits: SessionLimits, now: number, mode: DownloadMode = 'stream') {
    this.#session = session
    this.#limits = limits
    this.#heardAt = now
    this.#send = new SendBuffer(limits.windowBytes)
    this.#receive = new ReceiveBuffer(limits.windowBytes)
    this.#uploads = new Uploads(this.#send, this.#receive, limits.windowBytes, limits.idleMs / 3)
    this.#downloads = new Downloads(this.#receive, limits, mode)
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  get mode(): DownloadMode {
    return this.#downloads.mode
  }

  /** Room for so many bytes. */
  get space(): number {
    return this.#send.space
  }

  /** Whether the server has everything that was written, and the end. */
  get isFinished(): boolean {
    return this.#send.isFinished
  }

  write(bytes: Uint8ArrayList): number {
    return this.#send.write(bytes)
  }

  finish(): void {
    this.#send.finish()
  }

  setPaused(paused: boolean): void {
    this.#paused = paused
  }

  onStatus(id: number, status: number): void {
    if (!this.#deadlines.has(id) && this.#downloads.activeId !== id) return
    if (status === 429) this.#closing = { clean: false, why: 'the server has too many' }
    else if (status === 404) this.#closing = { clean: false, why: 'the server does not know it' }
    // What a server refuses it refuses again; what a proxy could not do it may do the next time.
    else if (status >= 400 && status < 500 && status !== 408) {
      this.#closing = { clean: false, why: `the server answered ${status}` }
    }
  }

  /** Some of a response arrived, however little. */
  onBytes(id: number, now: number): void {
    this.#heardAt = now
    this.#downloads.heard(id, false, now)
  }

  onFrame(id: number, frame: Frame, now: number): void {
    this.#failures = 0
    this.#retryAt = 0
    this.#state = this.#state === 'opening' ? 'open' : this.#state
    const before = this.#receive.next
    if (frame.kind === 'state') {
      this.#send.acknowledge(frame.next, frame.limit)
      if (this.#downloads.activeId !== id) this.#downloads.serverSent(frame.sent, now)
    } else if (frame.kind === 'data') {
      this.#receive.accept(frame.offset, frame.data)
    } else if (frame.kind === 'end') {
      this.#receive.acceptEnd(frame.offset)
    } else if (frame.kind === 'reset') {
      this.#closing = { clean: false, why: 'the server reset it' }
    }
    this.#downloads.heard(id, this.#receive.next > before, now)
  }

  /** The response is over, `whole` if as it should be. */
  onEnd(id: number, whole: boolean, now: number): void {
    const isDownload = this.#downloads.activeId === id
    const wait = isDownload ? this.#downloads.ended(id, now) : !whole
    if (!isDownload && !this.#deadlines.delete(id)) return
    if (whole) this.#uploads.answered(id)
    else this.#uploads.failed(id)
    if (!wait) return
    this.#failures++
    this.#retryAt = now + Math.min(MAX_RETRY_MS, MIN_RETRY_MS * 2 ** Math.min(this.#failures - 1, 10))
  }

  /** What to do now. */
  step(now: number): ClientEffect[] {
    if (this.#state === 'closed') return []
    this.#steppedAt = now
    const effects: ClientEffect[] = [...this.#expire(now)]
    const ready = this.#paused ? [] : this.#receive.take()
    if (ready.length > 0) effects.push({ kind: 'deliver', bytes: ready })
    if (now >= this.#heardAt + this.#limits.idleMs) this.#closing ??= { clean: false, why: 'nothing answers' }
    const over = this.#receive.isConsumed || this.#send.isFinished
    if (this.#closing === undefined && over) this.#closing = { clean: true, why: 'it was closed' }
    if (this.#closing !== undefined) return [...effects, ...this.#close(this.#closing, now)]
    if (now >= this.#retryAt) effects.push(...this.#requests(now))
    return effects
  }

  /** When `step` has something to do even if nothing happens. */
  get wakeAt(): number {
    if (this.#state === 'closed') return Infinity
    const givenUpAt = this.#heardAt + this.#limits.idleMs
    const times = [givenUpAt, this.#retryAt, this.#uploads.keepAliveAt, this.#downloads.deadline]
    // What was due at the last step was done then, or waits for an event.
    return Math.min(...[...times, ...this.#deadlines.values()].filter((time) => time > this.#steppedAt))
  }

  /** Ends it here and now, and tells the server. */
  reset(now: number): ClientEffect[] {
    return this.#state === 'closed' ? [] : this.#close({ clean: false, why: 'it was reset here' }, now)
  }

  *#expire(now: number): Iterable<ClientEffect> {
    const stale = this.#downloads.expire(now)
    if (stale !== undefined) yield { kind: 'cancel', id: stale }
    for (const [id, deadline] of this.#deadlines) {
      if (now < deadline) continue
      yield { kind: 'cancel', id }
      this.onEnd(id, false, now)
    }
  }

  *#requests(now: number): Iterable<ClientEffect> {
    if (this.#state === 'opening') {
      if (this.#deadlines.size === 0) yield this.#request({ kind: 'open' }, now)
      return
    }
    for (let push = this.#uploads.next(now); push !== undefined; push = this.#uploads.next(now)) {
      const effect = this.#request({ kind: 'push', ...push }, now)
      this.#uploads.sent(effect.id, push, now)
      yield effect
    }
    if (this.#downloads.activeId !== undefined || this.#receive.isComplete) return
    const id = ++this.#lastId
    const request = { kind: this.#downloads.mode, ...this.#downloads.begin(id, now), ...this.#head() }
    this.#uploads.told(now)
    yield { kind: 'request', id, request }
  }

  #request(
    request: { kind: 'open' } | { kind: 'push'; offset: number; end: boolean; data: Uint8Array },
    now: number,
  ): ClientEffect & { kind: 'request' } {
    const id = ++this.#lastId
    this.#deadlines.set(id, now + this.#limits.requestMs)
    this.#uploads.told(now)
    return { kind: 'request', id, request: { ...request, ...this.#head() } }
  }

  #head() {
    return { session: this.#session, next: this.#receive.next, limit: this.#receive.limit }
  }

  *#cancelAll(): Iterable<ClientEffect> {
    for (const id of this.#deadlines.keys()) yield { kind: 'cancel', id }
    if (this.#downloads.activeId !== undefined) yield { kind: 'cancel', id: this.#downloads.activeId }
  }

  #close(closing: { clean: boolean; why: string }, now: number): ClientEffect[] {
    this.#state = 'closed'
    const effects = [...this.#cancelAll(), { kind: 'closed' as const, ...closing }]
    const id = ++this.#lastId
    const tail = { session: this.#session, next: this.#receive.next, limit: this.#receive.limit }
    this.#uploads.told(now)
    // The last word, sent once: the server would find out by itself, only later.
    const request: Request = closing.clean
      ? { kind: 'push', ...tail, offset: this.#send.acked, end: false, data: new Uint8Array() }
      : { kind: 'reset', ...tail }
    return [...effects, { kind: 'request', id, request }]
  }
}
